import type { Artifacts } from '../../artifacts/artifact-source.ts';
import { helmInstall } from '../../kubernetes/helm.ts';

/** For tests: installs cert-manager before a run, in a namespace and under a name of their own. */
export async function installExistingCertManager({ tools, charts }: Artifacts, kubeconfig: string): Promise<void> {
  const release = { helm: tools.helm, kubeconfig, release: 'certs', namespace: 'tools' };
  const { signal } = new AbortController();
  await helmInstall({ ...release, chart: charts.certManager, values: { crds: { enabled: true } }, signal });
}
