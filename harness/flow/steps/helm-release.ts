import { helmUninstall } from '../../kubernetes/helm.ts';
import type { Again } from '../step.ts';

/** How a step that installs a Helm chart is run again: its release is uninstalled first. */
export const reinstalled = (release: string, namespace: string): Again => ({
  async reset({ outputs: { artifacts, cluster }, signal }) {
    if (!artifacts || !cluster) return;
    const { helm } = artifacts.tools;
    await helmUninstall({ helm, kubeconfig: cluster.kubeconfig, release, namespace, signal });
  },
  goneWith: 'cluster',
});
