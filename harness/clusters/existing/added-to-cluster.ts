import type { ExistingCluster } from '../running-cluster.ts';

/** A part of the guide that a run installs where it is not there already. */
export type InstalledPart = 'cert-manager' | 'issuer' | 'istio';

/** An object as it is written down: what it is and which one, and nothing of what it holds. */
export interface InventoryEntry {
  /** `deployments.apps team/shop` */
  readonly name: string;
  readonly uid: string;
}

/**
 * What a run writes down before it adds anything to a cluster that was there before: by it, what the run added is told
 * from everything else, however the run ends. Plain data, without contents and credentials.
 */
export interface AddedToCluster {
  readonly cluster: ExistingCluster;
  /** Every object of the cluster before; none of them is ever removed. */
  readonly before: readonly InventoryEntry[];
  /** What the run installs, because it was not there. */
  readonly installs: readonly InstalledPart[];
  /** Names of namespaces that were not there, and that the run makes. */
  readonly namespaces: readonly string[];
  /** Names of the images that are put into nodes which lack them. */
  readonly images: readonly string[];
  /** Images that each node container had before, by their names in containerd; empty where no image is loaded. */
  readonly imagesBefore: Readonly<Record<string, readonly string[]>>;
}
