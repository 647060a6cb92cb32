import type { RunningCluster } from '../../clusters/cluster-provider.ts';
import { helmUninstall } from '../../kubernetes/helm.ts';
import type { Again } from '../step.ts';

/**
 * How a step that installs a Helm chart is run again: its release is uninstalled first.
 *
 * @param isElsewhere - Whether the step used what was in the cluster before, instead of a release of its own.
 */
export const reinstalled = (
  release: string,
  namespace: string,
  isElsewhere: (cluster: RunningCluster) => boolean = () => false,
): Again => ({
  async reset({ outputs: { artifacts, cluster }, signal }) {
    if (!artifacts || !cluster || isElsewhere(cluster)) return;
    const { helm } = artifacts.tools;
    await helmUninstall({ helm, kubeconfig: cluster.kubeconfig, release, namespace, signal });
  },
  goneWith: 'cluster',
});
