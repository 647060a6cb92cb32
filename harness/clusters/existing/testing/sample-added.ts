import type { AddedToCluster, InventoryEntry, ReplacedInCluster } from '../added-to-cluster.ts';

/** For tests: what a run knows of a cluster in which it replaced something. */
export const sampleReplaced = (
  before: readonly InventoryEntry[],
  replaced: Pick<ReplacedInCluster, 'objects' | 'companions'>,
): AddedToCluster & { readonly replaced: ReplacedInCluster } => ({
  ...{ before, installs: [], namespaces: [], images: [], imagesBefore: {} },
  cluster: {
    ...{ provider: 'existing', name: 'c', context: 'c', kubeconfig: '', serviceAccountIssuer: '', nodeContainers: [] },
  },
  replaced: { installations: ['Istio'], ...replaced },
});
