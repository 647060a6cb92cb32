import type { CertManagerThere } from './existing/installations.ts';

interface ClusterAccess {
  readonly name: string;
  /** Absolute path of a kubeconfig that holds this cluster alone. */
  readonly kubeconfig: string;
  readonly context: string;
  /** `iss` claim of the service account tokens that the API server signs. */
  readonly serviceAccountIssuer: string;
}

/** A cluster that the run made. */
export interface KindCluster extends ClusterAccess {
  readonly provider: 'kind';
  /** Docker network that the node is on; containers on it are reached from pods by their alias. */
  readonly dockerNetwork: string;
}

/** A cluster that was there before the run, and stays. */
export interface ExistingCluster extends ClusterAccess {
  readonly provider: 'existing';
  /** Docker network of its nodes, where they are containers of this machine's Docker; undefined elsewhere. */
  readonly dockerNetwork?: string;
  /** Names of those containers. */
  readonly nodeContainers: readonly string[];
  /** The cert-manager that was there and is used as it is; without it, the run installs its own. */
  readonly certManager?: CertManagerThere;
}

/** A cluster whose API server answers and whose node is Ready. Plain data: a kept run writes it to its folder. */
export type RunningCluster = KindCluster | ExistingCluster;
