import type {
  CertificateFacts,
  CertificateRequestFacts,
  ClusterEvidence,
  IstiodFacts,
  LogFacts,
  PcaIssuerFacts,
  SecretFacts,
} from '../cluster-evidence.ts';
import type { Evidence } from '../evidence.ts';
import type { HealthySetUp } from './healthy-evidence.ts';

/** The healthy evidence with something else in its cluster. For tests. */
export function withCluster({ evidence }: HealthySetUp, change: Partial<ClusterEvidence>): Evidence {
  return { ...evidence, cluster: { ...evidence.cluster, ...change } };
}

/** The first object of a list, changed. */
function changed<T>([first, ...others]: readonly T[], change: Partial<T>): readonly T[] {
  if (first === undefined) throw new Error('The healthy evidence has no such object');
  return [{ ...first, ...change }, ...others];
}

export const withIssuer = (setUp: HealthySetUp, change: Partial<PcaIssuerFacts>): Evidence =>
  withCluster(setUp, { pcaIssuers: changed(setUp.evidence.cluster.pcaIssuers, change) });

export const withCertificate = (setUp: HealthySetUp, change: Partial<CertificateFacts>): Evidence =>
  withCluster(setUp, { certificates: changed(setUp.evidence.cluster.certificates, change) });

export const withRequest = (setUp: HealthySetUp, change: Partial<CertificateRequestFacts>): Evidence =>
  withCluster(setUp, { certificateRequests: changed(setUp.evidence.cluster.certificateRequests, change) });

export const withSecret = (setUp: HealthySetUp, change: Partial<SecretFacts>): Evidence =>
  withCluster(setUp, { secrets: changed(setUp.evidence.cluster.secrets, change) });

export const withIstiod = (setUp: HealthySetUp, change: Partial<IstiodFacts>): Evidence =>
  withCluster(setUp, { istiods: changed(setUp.evidence.cluster.istiods, change) });

/** The request as it is once AWS, or the issuer, has refused it. */
export const withFailedRequest = (setUp: HealthySetUp, message: string): Evidence =>
  withRequest(setUp, {
    certificate: '',
    conditions: [
      { type: 'Approved', status: 'True' },
      { type: 'Ready', status: 'False', reason: 'Failed', message },
    ],
  });

/** An AWSPCAIssuer that its controller could not verify, with the controller's last words on it. */
export function withUnverifiedIssuer(setUp: HealthySetUp, error: string): Evidence {
  const [issuer] = setUp.evidence.cluster.pcaIssuers;
  const entry = {
    level: 'error',
    ts: '2026-11-24T11:59:00Z',
    logger: 'controllers.GenericIssuer',
    msg: 'failed to sts.GetCallerIdentity',
    genericissuer: { name: issuer?.name, namespace: issuer?.namespace },
    error,
  };
  return withCluster(setUp, {
    pcaIssuers: changed(setUp.evidence.cluster.pcaIssuers, { conditions: [] }),
    logs: [...setUp.evidence.cluster.logs, logOf('issuer', 'cert-manager', 'issuer-1', JSON.stringify(entry))],
  });
}

export const logOf = (
  component: LogFacts['component'],
  namespace: string,
  pod: string,
  ...lines: readonly string[]
): LogFacts => ({ component, namespace, pod, container: 'main', previous: false, lines });
