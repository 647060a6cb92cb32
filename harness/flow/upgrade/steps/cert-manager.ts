import { helmUpgrade, helmUpgradeCommand } from '../../../kubernetes/helm.ts';
import { connect } from '../../../kubernetes/kubernetes-client.ts';
import { untilAllRolledOut } from '../../../kubernetes/rollout.ts';
import { runsCommand } from '../../planned-action.ts';
import { defineStep } from '../../step.ts';
import { certManagerPods, certManagerRelease, certManagerValues, checkCertManager } from '../../steps/cert-manager.ts';
import { checkVersion } from '../version-check.ts';

/**
 * cert-manager by `helm upgrade`, its CRDs included: they are among the chart's templates.
 * @see https://cert-manager.io/docs/installation/upgrade/#upgrading-with-helm
 */
export const certManagerUpgrade = defineStep({
  id: 'cert-manager',
  title: 'Upgrade cert-manager',
  guideStep: 1,
  needs: ['artifacts', 'cluster'],
  plan: ({ artifacts, kubeconfig }) => [runsCommand(helmUpgradeCommand(certManagerRelease(artifacts, kubeconfig)))],
  async run({ outputs: { artifacts, cluster }, check, ...wait }) {
    wait.waitingFor('helm to upgrade the release');
    await helmUpgrade({
      ...certManagerRelease(artifacts, cluster.kubeconfig),
      values: certManagerValues,
      signal: wait.signal,
    });
    const client = connect(cluster.kubeconfig);
    await untilAllRolledOut(client, certManagerPods, wait);
    check(...(await checkCertManager(client, wait)));
    const { certManager: version } = artifacts.versions;
    const component = { id: 'cert-manager', name: 'cert-manager', version, pods: certManagerPods } as const;
    check(await checkVersion(client, component, artifacts.images));
    return { namespace: certManagerPods.namespace };
  },
});
