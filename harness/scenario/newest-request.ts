import type { KubernetesObject } from '@kubernetes/client-node';
import { apply } from '../kubernetes/apply.ts';
import { type CertificateRequest, requestsFor } from '../kubernetes/certificate-requests.ts';
import { hasCondition } from '../kubernetes/conditions.ts';
import { resourcePaths } from '../kubernetes/resource-paths.ts';
import { watchUntil } from '../kubernetes/watch-until.ts';
import type { Certificate } from '../pki/certificate.ts';
import { parsePemBundle } from '../pki/pem-bundle.ts';
import { done, notYet } from '../wait/poll-until.ts';
import { type Issuance, issuerName } from './issuance.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

const requestTimeoutMs = 30_000;

/** The Certificate's newest request as soon as there is one, whatever anybody says of it. */
export async function newestRequest(
  setUp: LiveSetUp<SetUpKind>,
  { certificate }: Issuance,
): Promise<CertificateRequest> {
  return watchUntil<CertificateRequest, CertificateRequest>(
    setUp.kubernetes,
    { path: resourcePaths.certificateRequests(certificate.namespace) },
    (requests) => {
      const [newest] = requestsFor(requests, certificate);
      return newest ? done(newest) : notYet('no request yet');
    },
    { ...setUp.wait, what: `a request of ${certificate.namespace}/${certificate.name}`, timeoutMs: requestTimeoutMs },
  );
}

/** What is issued for the same signing request in a CertificateRequest that asks for no duration. */
export async function issuedWithoutDuration(setUp: LiveSetUp<SetUpKind>, issuance: Issuance): Promise<Certificate> {
  const { namespace } = issuance;
  const { spec } = await newestRequest(setUp, issuance);
  const issuerRef = { group: 'awspca.cert-manager.io', kind: 'AWSPCAIssuer', name: issuerName };
  const name = 'without-duration';
  const request: KubernetesObject & { readonly spec: object } = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'CertificateRequest',
    metadata: { name, namespace },
    spec: { request: spec?.request, isCA: true, issuerRef },
  };
  await apply(setUp.kubernetes, request);
  const issued = await watchUntil<CertificateRequest, CertificateRequest>(
    setUp.kubernetes,
    { path: resourcePaths.certificateRequests(namespace), name },
    hasCondition('Ready'),
    { ...setUp.wait, what: `CertificateRequest ${namespace}/${name} to be Ready`, timeoutMs: requestTimeoutMs },
  );
  const pem = Buffer.from(issued.status?.certificate ?? '', 'base64').toString('utf8');
  const [certificate] = parsePemBundle(pem, `what was issued for ${namespace}/${name}`);
  if (certificate === undefined) throw new Error('Unreachable: a bundle without a certificate is refused');
  return certificate;
}
