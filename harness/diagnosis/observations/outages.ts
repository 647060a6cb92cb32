import type { AwsEvidence, AwsProbe } from '../aws-evidence.ts';
import type { CertificateRequestFacts, ClusterEvidence } from '../cluster-evidence.ts';
import type { EvidenceLine } from '../evidence-line.ts';
import { type TransientFailure, transientFailure } from '../transient-failure.ts';
import type { Observer } from './observer.ts';
import { isPastCaState } from './past-failure.ts';
import { presentRequests, referringSubject, subjectOf } from './subjects.ts';

/**
 * Requests that failed because AWS could not be reached, was busy, or had its CA disabled: whether that is still so. A failed request is
 * never tried again by the issuer; only cert-manager makes a new one, after a pause of an hour or more.
 */
export const observeOutages: Observer = ({ cluster, aws, unreadable }) => [
  ...unreadable
    .filter(({ source }) => source.startsWith("AWS's "))
    // It is one server that does not answer, whatever it is asked.
    .slice(0, 1)
    .map(
      ({ source, reason }): EvidenceLine => ({
        kind: 'relation',
        subject: 'AWS',
        text: `does not answer this machine: ${source} could not be read: ${reason}`,
      }),
    ),
  ...(cluster === null ? [] : presentRequests(cluster).flatMap((request) => requestLines(request, cluster, aws))),
];

function requestLines(
  request: CertificateRequestFacts,
  cluster: ClusterEvidence,
  aws: AwsEvidence | null,
): readonly EvidenceLine[] {
  const ready = request.conditions.find(({ type }) => type === 'Ready');
  const failure = ready?.reason === 'Failed' ? transientFailure(ready.message ?? '') : undefined;
  const subject = referringSubject('CertificateRequest', request);
  const relation = (text: string): EvidenceLine => ({ kind: 'relation', subject, text });
  const over = 'that is over, and nobody tries this request again';
  if (isPastCaState(request, cluster, aws)) return [relation(`failed when its CA was not ACTIVE; ${over}`)];
  if (failure === undefined) return [];
  const problem = presentProblem(failure, cluster, aws);
  const what = `${failure.isUnreachable ? 'AWS did not answer' : 'AWS throttled'} ${failure.operation} (${failure.text})`;
  return [relation(`failed when ${what}; ${problem === undefined ? over : `that is still so: ${problem}`}`)];
}

/** Why the call would fail again, or undefined when nothing says so. */
function presentProblem(
  { operation, text, isUnreachable }: TransientFailure,
  { deployments }: ClusterEvidence,
  aws: AwsEvidence | null,
): string | undefined {
  const dns = deployments.find(
    ({ labels, namespace }) => namespace === 'kube-system' && labels['k8s-app'] === 'kube-dns',
  );
  if (/lookup|no such host/.test(text) && dns !== undefined && dns.ready === 0) {
    return `${subjectOf('Deployment', dns)} has no ready pod, so no name is resolved in the cluster`;
  }
  if (!isUnreachable) {
    return isThrottled(operation, aws) ? `the last call of ${operation} was throttled` : undefined;
  }
  const probe = probeOf(operation, aws);
  if (probe === undefined) return 'whether AWS answers now is not known';
  return probe.answers ? undefined : `${operation} answers ${probe.detail}`;
}

/** An unsigned call is refused before it is counted, so what counts is the last signed one, whoever's it was. */
function isThrottled(operation: string, aws: AwsEvidence | null): boolean {
  const last = aws?.journal.findLast((request) => request.operation === operation && request.principalArn !== null);
  return /Throttl/.test(last?.errorCode ?? '');
}

const probeOf = (operation: string, aws: AwsEvidence | null): AwsProbe | undefined =>
  aws?.probes.find((probe) => probe.operation === operation) ?? aws?.probes[0];
