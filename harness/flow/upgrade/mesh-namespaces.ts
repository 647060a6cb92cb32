import type { RunningCluster } from '../../clusters/cluster-provider.ts';
import { bookinfoNamespace } from '../bookinfo-namespace.ts';
import type { Run } from '../run.ts';

/**
 * Whether a namespace's pods are a run's to restart: in a cluster of its own all are, in somebody's those of the namespaces
 * that it works in. Another one may have got sidecars meanwhile because its owner labelled it.
 */
export function isMeshNamespace(
  run: Pick<Run, 'id' | 'options'>,
  { provider }: Pick<RunningCluster, 'provider'>,
): (namespace: string) => boolean {
  const ours = ['istio-system', bookinfoNamespace(run)];
  return (namespace) => provider === 'kind' || ours.includes(namespace);
}
