import type { CertificateRequest } from '../kubernetes/certificate-requests.ts';
import { requestsFor, revisionOf } from '../kubernetes/certificate-requests.ts';
import { type ConditionedObject, conditionOf } from '../kubernetes/conditions.ts';
import type { NamedObject } from '../kubernetes/objects.ts';
import { resourcePaths } from '../kubernetes/resource-paths.ts';
import { watchUntil } from '../kubernetes/watch-until.ts';
import type { Certificate } from '../pki/certificate.ts';
import { parsePemBundle } from '../pki/pem-bundle.ts';
import { done, notYet } from '../wait/poll-until.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

const issuanceTimeoutMs = 60_000;

/** One issuance of a Certificate: what was asked when, what came of it, and when cert-manager means to renew it. */
export interface IssuedRevision {
  readonly requestedAt: Date;
  readonly issued: Certificate;
  readonly renewalTime: Date;
}

interface RenewableCertificate extends ConditionedObject {
  readonly status?: NonNullable<ConditionedObject['status']> & {
    /** ISO 8601. */
    readonly notAfter?: string;
    readonly renewalTime?: string;
  };
}

/** Waits until cert-manager has had a Certificate issued so many times: 1 is the first issuance, 2 the first renewal. */
export async function untilIssued(
  { kubernetes, wait }: LiveSetUp<SetUpKind>,
  certificate: NamedObject,
  revision: number,
): Promise<IssuedRevision> {
  const { namespace, name } = certificate;
  const options = { ...wait, what: `issuance ${revision} of ${namespace}/${name}`, timeoutMs: issuanceTimeoutMs };
  const request = await watchUntil<CertificateRequest, CertificateRequest>(
    kubernetes,
    { path: resourcePaths.certificateRequests(namespace) },
    (requests) => {
      const found = requestsFor(requests, certificate).find((one) => revisionOf(one) === revision);
      const ready = found && conditionOf(found, 'Ready');
      return found && ready?.status === 'True' ? done(found) : notYet(ready?.message ?? 'not requested');
    },
    options,
  );
  const [issued] = parsePemBundle(Buffer.from(request.status?.certificate ?? '', 'base64').toString('utf8'));
  if (issued === undefined) throw new Error(`${request.metadata?.name} is Ready without a certificate`);
  const renewalTime = await watchUntil<RenewableCertificate, Date>(
    kubernetes,
    { path: resourcePaths.certificates(namespace), name },
    ([found]) => {
      // The times are set some moments after the secret is, and are those of the certificate before until then.
      const { notAfter = '', renewalTime: at } = found?.status ?? {};
      const isThis = at !== undefined && Date.parse(notAfter) === issued.notAfter.getTime();
      return isThis ? done(new Date(at)) : notYet(`notAfter ${notAfter || 'not set'}`);
    },
    options,
  );
  return { requestedAt: new Date(request.metadata?.creationTimestamp ?? 0), issued, renewalTime };
}
