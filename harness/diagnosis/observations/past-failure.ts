import type { AwsEvidence } from '../aws-evidence.ts';
import type { CertificateRequestFacts, ClusterEvidence } from '../cluster-evidence.ts';
import { pcaIssuerOf } from './subjects.ts';

/** Whether a request failed because its CA was not ACTIVE, and it is now. The request's words then tell of the past. */
export function isPastCaState(
  request: CertificateRequestFacts,
  cluster: ClusterEvidence,
  aws: AwsEvidence | null,
): boolean {
  const ready = request.conditions.find(({ type }) => type === 'Ready');
  if (ready?.reason !== 'Failed' || !/InvalidStateException/.test(ready.message ?? '')) return false;
  const arn = pcaIssuerOf(cluster, request)?.arn;
  return aws?.authorities.some((authority) => authority.arn === arn && authority.status === 'ACTIVE') === true;
}
