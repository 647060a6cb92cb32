import { ComponentError } from '../errors/harness-error.ts';
import { done, notYet } from '../wait/poll-until.ts';
import { type Condition, type ConditionedObject, conditionOf, describeCondition } from './conditions.ts';
import type { KubernetesClient } from './kubernetes-client.ts';
import type { NamedObject } from './objects.ts';
import { resourcePaths } from './resource-paths.ts';
import { type WatchOptions, watchUntil } from './watch-until.ts';

/** Annotation in which aws-privateca-issuer keeps what AWS issued for a request. */
const issuedArnAnnotation = 'aws-privateca-issuer/certificate-arn';
/** Annotations by which cert-manager ties a request to a Certificate, and counts its issuances. */
const certificateNameAnnotation = 'cert-manager.io/certificate-name';
const revisionAnnotation = 'cert-manager.io/certificate-revision';

/** A CertificateRequest of cert-manager. */
export interface CertificateRequest extends ConditionedObject {
  readonly spec?: { readonly request?: string; readonly duration?: string };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    /** Base64 of PEM: the certificate and the intermediates below its root. */
    readonly certificate?: string;
    /** Base64 of PEM: the root. */
    readonly ca?: string;
  };
}

/** How often cert-manager had issued when it made this request, itself included: 1, 2, 3… */
export const revisionOf = (request: CertificateRequest): number =>
  Number(request.metadata?.annotations?.[revisionAnnotation] ?? 0);

/** ARN of what AWS has issued for a request; undefined while it has issued nothing. */
export const issuedArnOf = (request: CertificateRequest): string | undefined =>
  request.metadata?.annotations?.[issuedArnAnnotation];

/** The requests that cert-manager made for a Certificate, newest first. */
export function requestsFor(
  requests: readonly CertificateRequest[],
  certificate: NamedObject,
): readonly CertificateRequest[] {
  return requests
    .filter((request) => request.metadata?.annotations?.[certificateNameAnnotation] === certificate.name)
    .sort((one, other) => revisionOf(other) - revisionOf(one));
}

export const isIssued = (request: CertificateRequest): boolean => conditionOf(request, 'Ready')?.reason === 'Issued';

/** Whether nothing more comes of a request by itself: it is issued, has failed for good, or was denied. */
export const isDecided = (request: CertificateRequest): boolean =>
  ['Issued', 'Failed', 'Denied'].includes(conditionOf(request, 'Ready')?.reason ?? '');

/**
 * The ARN of what AWS issued last for a Certificate, from its newest CertificateRequest.
 *
 * @throws ComponentError when no request of that Certificate has been issued.
 */
export async function issuedCertificateArn(client: KubernetesClient, certificate: NamedObject): Promise<string> {
  const { items } = await client.objects.list<CertificateRequest>(
    'cert-manager.io/v1',
    'CertificateRequest',
    certificate.namespace,
  );
  const arn = requestsFor(items, certificate).map(issuedArnOf).find(Boolean);
  if (arn) return arn;
  throw new ComponentError(
    `No CertificateRequest of ${certificate.namespace}/${certificate.name} carries ${issuedArnAnnotation}: AWS has issued nothing for it`,
  );
}

/**
 * Watches the newest request of a Certificate until its condition Ready is as wanted.
 *
 * @param isAsWanted - Looks at the condition Ready; also at the request itself, for its revision.
 */
export async function untilRequest(
  client: KubernetesClient,
  certificate: NamedObject,
  isAsWanted: (ready: Condition, request: CertificateRequest) => boolean,
  options: Omit<WatchOptions, 'what'>,
): Promise<CertificateRequest> {
  return watchUntil<CertificateRequest, CertificateRequest>(
    client,
    { path: resourcePaths.certificateRequests(certificate.namespace) },
    (requests) => {
      const [newest] = requestsFor(requests, certificate);
      const ready = newest && conditionOf(newest, 'Ready');
      if (!newest || !ready) return notYet(newest ? 'no condition Ready yet' : 'no request yet');
      return isAsWanted(ready, newest) ? done(newest) : notYet(`${newest.metadata?.name}: ${describeCondition(ready)}`);
    },
    { ...options, what: `the request of Certificate ${certificate.namespace}/${certificate.name}` },
  );
}
