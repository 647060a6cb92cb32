import type { ClusterProvider, MadeByRun } from './cluster-provider.ts';
import { ExistingProvider } from './existing/existing-provider.ts';
import type { ExistingClusterChoice } from './existing/open-existing.ts';
import { KindProvider } from './kind-provider.ts';

/** Where a run was asked to have its cluster. */
export type ClusterChoice =
  | { readonly provider: 'kind' }
  | { readonly provider: 'existing'; readonly existing: ExistingClusterChoice };

/** The provider of a run's cluster. */
export function clusterProvider(choice: ClusterChoice): ClusterProvider {
  return choice.provider === 'kind' ? new KindProvider() : new ExistingProvider(choice.existing);
}

/**
 * The provider that removes what a run made. A run that was killed may be known by what it wrote down alone: whether that is a
 * cluster of somebody's, in which it was a guest. One that was to be a guest, and wrote nothing down, came to no cluster.
 */
export function removingProvider({ added, provider }: RemovalChoice): ClusterProvider {
  return added === undefined && provider === 'kind' ? new KindProvider() : new ExistingProvider();
}

interface RemovalChoice extends Pick<MadeByRun, 'added'> {
  readonly provider: ClusterChoice['provider'];
}
