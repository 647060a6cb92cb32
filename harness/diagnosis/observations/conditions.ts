import type { AwsEvidence } from '../aws-evidence.ts';
import type { ClusterEvidence, ConditionFacts } from '../cluster-evidence.ts';
import type { EvidenceLine } from '../evidence-line.ts';
import { lastWordsOn } from './issuer-log.ts';
import type { Observer } from './observer.ts';
import { isPastCaState } from './past-failure.ts';
import { presentRequests, referringSubject, requestOf, subjectOf } from './subjects.ts';

/** Conditions that are not as they should be now, of AWS PCA issuers, Certificates and their newest requests. */
export const observeConditions: Observer = ({ cluster, aws }) =>
  cluster === null ? [] : [...issuerLines(cluster), ...requestLines(cluster, aws), ...certificateLines(cluster, aws)];

/**
 * An AWS PCA issuer that could not be verified may have no condition at all: in some versions a failing
 * GetCallerIdentity is only logged. And Ready=True stays when it fails later.
 */
function issuerLines(cluster: ClusterEvidence): readonly EvidenceLine[] {
  return cluster.pcaIssuers.flatMap((issuer) => {
    const ready = issuer.conditions.find(({ type }) => type === 'Ready');
    const said = lastWordsOn(cluster, issuer);
    const failing = said?.isError ? `its controller says: ${said.text}` : '';
    if (ready?.status === 'True' && failing === '') return [];
    const state = ready === undefined ? 'has no condition Ready yet' : describe(ready);
    return [condition(subjectOf(issuer.kind, issuer), [state, failing].filter(Boolean).join('; '))];
  });
}

function requestLines(cluster: ClusterEvidence, aws: AwsEvidence | null): readonly EvidenceLine[] {
  return presentRequests(cluster).flatMap((request) => {
    const { conditions } = request;
    const subject = referringSubject('CertificateRequest', request);
    const ready = conditions.find(({ type }) => type === 'Ready');
    if (ready?.status === 'True') return [];
    const decided = conditions.some(({ type, status }) => /^(Approved|Denied)$/.test(type) && status === 'True');
    return [
      {
        ...condition(subject, ready === undefined ? 'has no condition Ready yet' : describe(ready)),
        ...(isPastCaState(request, cluster, aws) && past),
      },
      ...(decided ? [] : [condition(subject, 'is neither approved nor denied')]),
    ];
  });
}

function certificateLines(cluster: ClusterEvidence, aws: AwsEvidence | null): readonly EvidenceLine[] {
  return cluster.certificates.flatMap((certificate) => {
    const request = requestOf(cluster, certificate);
    const isPast = request !== undefined && isPastCaState(request, cluster, aws);
    return certificate.conditions
      .filter(
        ({ type, status, reason }) =>
          status !== 'True' && (type === 'Ready' || reason === 'Failed' || reason === 'InvalidCertificate'),
      )
      .map((found) => ({
        ...condition(referringSubject('Certificate', certificate), describe(found)),
        ...(isPast && found.reason === 'Failed' && past),
      }));
  });
}

/** What a condition still says of a failure whose cause is gone. */
const past = { kind: 'event' } as const;

function describe({ type, status, reason, message }: ConditionFacts): string {
  const why = [reason, message].filter(Boolean).join(': ');
  return `${type}=${status}${why === '' ? '' : `, ${why}`}`;
}

const condition = (subject: string, text: string): EvidenceLine => ({ kind: 'condition', subject, text });
