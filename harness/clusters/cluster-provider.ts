import type { Artifacts } from '../artifacts/artifact-source.ts';
import type { ImageSelection } from '../artifacts/images/image-archive.ts';
import type { WaitListener } from '../kubernetes/watch-until.ts';
import type { AddedToCluster } from './existing/added-to-cluster.ts';
import type { InventoryChanges } from './existing/compare-inventories.ts';
import type { RunningCluster } from './running-cluster.ts';

export type { ExistingCluster, KindCluster, RunningCluster } from './running-cluster.ts';

export interface CreateClusterOptions {
  readonly runId: string;
  readonly artifacts: Artifacts;
  /** The run's Docker network, made already; undefined for a run that needs no Docker. */
  readonly dockerNetwork: string | undefined;
  /** Where the kubeconfig is written; absolute. */
  readonly kubeconfig: string;
  /** URL that the API server puts into service account tokens, as EKS does with its OIDC issuer. */
  readonly serviceAccountIssuer: string;
  readonly signal: AbortSignal;
  readonly onLine?: (line: string) => void;
  /** Told, before anything is added to a cluster that is there already, how what the run adds is known later. */
  readonly beforeAdding: (added: AddedToCluster) => Promise<void>;
}

export interface LoadImagesOptions {
  readonly images: readonly ImageSelection[];
  readonly signal: AbortSignal;
  readonly onLine?: (line: string) => void;
}

/** What a run made or added, as far as it is known: it may have been killed at any time. */
export interface MadeByRun {
  readonly runId: string;
  /** What it noted of a cluster that was there before; undefined when it came to none. */
  readonly added?: AddedToCluster | undefined;
}

/** Where a cluster comes from. */
export interface ClusterProvider {
  readonly name: RunningCluster['provider'];
  create(options: CreateClusterOptions): Promise<RunningCluster>;
  /** Puts images into the cluster's nodes, those that a node lacks, so that no pod has to pull them. */
  loadImages(cluster: RunningCluster, options: LoadImagesOptions): Promise<void>;
  /**
   * Removes what was made for this run, wholly or half. Nothing to remove is no error.
   *
   * @returns How a cluster that was there before differs now from what it was; undefined for one that is gone as a whole.
   */
  remove(made: MadeByRun, wait: WaitListener): Promise<InventoryChanges | undefined>;
}
