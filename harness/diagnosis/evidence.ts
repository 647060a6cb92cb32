import type { AwsEvidence } from './aws-evidence.ts';
import type { ClusterEvidence } from './cluster-evidence.ts';

/**
 * What was seen of a set-up, as plain data: it can be written down, read again and diagnosed anywhere. It holds no
 * private key and no credential.
 */
export interface Evidence {
  /** ISO 8601, UTC; ages are counted from here. */
  readonly gatheredAt: string;
  /** The words of what failed in the run. */
  readonly errors: readonly string[];
  readonly machine: MachineEvidence | null;
  /** Null where there is no cluster, or its API server does not answer. */
  readonly cluster: ClusterEvidence | null;
  readonly aws: AwsEvidence | null;
  /** What could not be read, and why: that it cannot is evidence too. */
  readonly unreadable: readonly UnreadableSource[];
}

export interface UnreadableSource {
  readonly source: string;
  readonly reason: string;
}

export interface MachineEvidence {
  /** `fs.inotify.max_user_instances`; null where the machine has no such setting. */
  readonly inotifyInstances: number | null;
  readonly inotifyWatches: number | null;
  /** kind node containers that run here, of all runs. */
  readonly nodeContainers: number | null;
  /** The last lines of the run's node container. */
  readonly nodeLog: readonly string[];
}
