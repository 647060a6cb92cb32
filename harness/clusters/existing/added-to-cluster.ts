import type { ExistingCluster } from '../running-cluster.ts';

/** A part of the guide that a run installs where it is not there already. */
export type InstalledPart = 'cert-manager' | 'issuer' | 'istio';

/** An object as it is written down: what it is and which one, and nothing of what it holds. */
export interface InventoryEntry {
  /** `deployments.apps team/shop` */
  readonly name: string;
  readonly uid: string;
}

/** What a run has taken out of a cluster because its user said so, to be put back at the end. */
export interface ReplacedInCluster {
  /** What was installed there, a line each, as the user was shown it. */
  readonly installations: readonly string[];
  /** Objects of which there are copies in the cluster; each comes back under its name, with another uid. */
  readonly objects: readonly InventoryEntry[];
  /** What goes and comes with those by itself. */
  readonly companions: readonly InventoryEntry[];
  /** Whether putting back has begun, and is not done: what is in the cluster now is not the run's any more. */
  readonly isBeingPutBack?: boolean;
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
  /** What it took away to install its own; undefined when it replaced nothing. */
  readonly replaced?: ReplacedInCluster;
  /** Names of namespaces that were not there, and that the run makes. */
  readonly namespaces: readonly string[];
  /** Names of the images that are put into nodes which lack them. */
  readonly images: readonly string[];
  /** Images that each node container had before, by their names in containerd; empty where no image is loaded. */
  readonly imagesBefore: Readonly<Record<string, readonly string[]>>;
}
