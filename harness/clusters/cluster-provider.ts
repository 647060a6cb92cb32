import type { Artifacts } from '../artifacts/artifact-source.ts';
import type { ImageSelection } from '../artifacts/images/image-archive.ts';

/** A cluster whose API server answers and whose node is Ready. Plain data: a kept run writes it to its folder. */
export interface RunningCluster {
  readonly provider: 'kind';
  readonly name: string;
  /** Absolute path of a kubeconfig that holds this cluster alone. */
  readonly kubeconfig: string;
  readonly context: string;
  /** Docker network that the node is on; containers on it are reached from pods by their alias. */
  readonly dockerNetwork: string;
  /** `iss` claim of the service account tokens that the API server signs. */
  readonly serviceAccountIssuer: string;
}

export interface CreateClusterOptions {
  readonly runId: string;
  readonly artifacts: Artifacts;
  /** The run's Docker network, made already. */
  readonly dockerNetwork: string;
  /** Where the kubeconfig is written; absolute. */
  readonly kubeconfig: string;
  /** URL that the API server puts into service account tokens, as EKS does with its OIDC issuer. */
  readonly serviceAccountIssuer: string;
  readonly signal: AbortSignal;
  readonly onLine?: (line: string) => void;
}

export interface LoadImagesOptions {
  readonly images: readonly ImageSelection[];
  readonly signal: AbortSignal;
  readonly onLine?: (line: string) => void;
}

/** Where a cluster comes from. */
export interface ClusterProvider {
  readonly name: RunningCluster['provider'];
  create(options: CreateClusterOptions): Promise<RunningCluster>;
  /** Puts images into the cluster's node, all in one go, so that no pod has to pull them. */
  loadImages(cluster: RunningCluster, options: LoadImagesOptions): Promise<void>;
  /** Removes what `create` made for this run, wholly or half. Nothing to remove is no error. */
  remove(runId: string, options: { readonly signal: AbortSignal }): Promise<void>;
}
