import { renewCertificate } from '../kubernetes/certificate-renewal.ts';
import type { CertificateRequest } from '../kubernetes/certificate-requests.ts';
import { type ConditionedObject, conditionOf, describeCondition } from '../kubernetes/conditions.ts';
import { resourcePaths } from '../kubernetes/resource-paths.ts';
import { watchUntil } from '../kubernetes/watch-until.ts';
import { done, notYet } from '../wait/poll-until.ts';
import type { Issuance } from './issuance.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

const timeoutMs = 30_000;

/** The remedy for a request that failed: `kubectl delete certificaterequest`, then `cmctl renew`. */
export async function startAgain(
  setUp: LiveSetUp<SetUpKind>,
  issuance: Issuance,
  failed: CertificateRequest,
): Promise<void> {
  // An issuance that is still under way would swallow the renewal.
  await issuingIs(setUp, issuance, 'Failed');
  await deleteRequest(setUp, failed);
  await renewCertificate(setUp.kubernetes, issuance.certificate);
}

/** `kubectl delete certificaterequest`. */
export async function deleteRequest(
  { kubernetes }: LiveSetUp<SetUpKind>,
  { metadata }: CertificateRequest,
): Promise<void> {
  const { namespace = '', name = '' } = metadata ?? {};
  await kubernetes.objects.delete({
    apiVersion: 'cert-manager.io/v1',
    kind: 'CertificateRequest',
    metadata: { namespace, name },
  });
}

/** The Certificate as soon as its issuance has ended for this reason. */
export async function issuingIs(
  setUp: LiveSetUp<SetUpKind>,
  { certificate: { namespace, name } }: Issuance,
  reason: string,
): Promise<ConditionedObject> {
  return watchUntil<ConditionedObject, ConditionedObject>(
    setUp.kubernetes,
    { path: resourcePaths.certificates(namespace), name },
    ([certificate]) => {
      const issuing = certificate && conditionOf(certificate, 'Issuing');
      if (certificate && issuing?.status === 'False' && issuing.reason === reason) return done(certificate);
      return notYet(issuing ? describeCondition(issuing) : 'no condition Issuing');
    },
    { ...setUp.wait, what: `the issuance of ${namespace}/${name} to end as ${reason}`, timeoutMs },
  );
}
