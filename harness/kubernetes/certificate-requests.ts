import type { KubernetesObject } from '@kubernetes/client-node';
import { ComponentError } from '../errors/harness-error.ts';
import type { KubernetesClient } from './kubernetes-client.ts';

/** Annotation in which aws-privateca-issuer keeps what AWS issued for a request. */
const issuedArnAnnotation = 'aws-privateca-issuer/certificate-arn';
/** Annotations by which cert-manager ties a request to a Certificate, and counts its issuances. */
const certificateNameAnnotation = 'cert-manager.io/certificate-name';
const revisionAnnotation = 'cert-manager.io/certificate-revision';

/**
 * The ARN of what AWS issued last for a Certificate, from its newest CertificateRequest.
 *
 * @throws ComponentError when no request of that Certificate has been issued.
 */
export async function issuedCertificateArn(
  client: KubernetesClient,
  certificate: { readonly namespace: string; readonly name: string },
): Promise<string> {
  const { items } = await client.objects.list<KubernetesObject>(
    'cert-manager.io/v1',
    'CertificateRequest',
    certificate.namespace,
  );
  const [newest] = items
    .map((request) => request.metadata?.annotations ?? {})
    .filter(
      (annotations) => annotations[certificateNameAnnotation] === certificate.name && annotations[issuedArnAnnotation],
    )
    .sort((one, other) => Number(other[revisionAnnotation]) - Number(one[revisionAnnotation]));
  const arn = newest?.[issuedArnAnnotation];
  if (arn) return arn;
  throw new ComponentError(
    `No CertificateRequest of ${certificate.namespace}/${certificate.name} carries ${issuedArnAnnotation}: AWS has issued nothing for it`,
  );
}
