import { hideSecretsIn } from '../process/hide-secrets.ts';
import type { ClusterEvidence } from './cluster-evidence.ts';
import type { Evidence } from './evidence.ts';
import { awsEvidence } from './gather/aws.ts';
import { clusterEvidence } from './gather/cluster.ts';
import { machineEvidence } from './gather/machine.ts';
import { Reader } from './gather/reader.ts';
import { transientFailure } from './transient-failure.ts';

export type { Evidence };

export interface GatherOptions {
  /** For what Docker knows of the run's node. */
  readonly runId?: string;
  /** Whether the run has anything in this machine's Docker; it is not asked otherwise. @defaultValue true */
  readonly usesDocker?: boolean;
  /** Tools and access, once there is a cluster. */
  readonly cluster?: {
    readonly kubectl: string;
    readonly istioctl?: string;
    readonly kubeconfig: string;
    /** Where the run works in a cluster of somebody's: nothing else of it is looked into. @defaultValue all */
    readonly namespaces?: readonly string[];
  };
  /** Admin port of the mocked AWS: its CAs and its journal. */
  readonly awsAdminEndpoint?: string;
  /** Where AWS is reached from this machine: whether it answers is looked at. */
  readonly awsEndpoint?: string;
  /** The words of what failed in the run. */
  readonly errors?: readonly string[];
  /** Logs, events and AWS's journal from then on only. */
  readonly since?: Date;
  readonly signal: AbortSignal;
}

/**
 * Looks at a set-up, all of it at once, and returns what was seen. A part that cannot be read is named in `unreadable`;
 * the rest is used all the same.
 *
 * @throws only the signal's reason, when it fires.
 */
export async function gatherEvidence(options: GatherOptions): Promise<Evidence> {
  const { signal, since } = options;
  signal.throwIfAborted();
  const reader = new Reader(signal);
  const gatherCluster = async () =>
    options.cluster === undefined ? null : clusterEvidence({ ...options.cluster, since, signal }, reader);
  const [machine, cluster] = await Promise.all([
    reader.try('this machine', null, () => machineEvidence(options, reader, signal)),
    gatherCluster(),
  ]);
  const { awsAdminEndpoint: adminEndpoint, awsEndpoint: endpoint } = options;
  const aws = await awsEvidence(
    { adminEndpoint, endpoint, probe: hasTransientFailure(cluster), since, signal },
    reader,
  );
  return hideSecretsIn({
    gatheredAt: new Date().toISOString(),
    errors: options.errors ?? [],
    machine,
    cluster,
    aws,
    unreadable: reader.unreadable,
  });
}

/** Whether a request failed of something that may be over: only then AWS is asked. */
function hasTransientFailure(cluster: ClusterEvidence | null): boolean {
  const conditions = cluster?.certificateRequests.flatMap((request) => request.conditions) ?? [];
  return conditions.some(({ status, message }) => status === 'False' && transientFailure(message ?? '') !== undefined);
}
