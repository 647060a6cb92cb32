import { podsAskedFor } from '../../kubernetes/deployed-pods.ts';
import { helmInstall, helmInstallCommand } from '../../kubernetes/helm.ts';
import { connect } from '../../kubernetes/kubernetes-client.ts';
import { describePod, podsRunning } from '../../kubernetes/pods.ts';
import { resourcePaths } from '../../kubernetes/resource-paths.ts';
import { watchUntil } from '../../kubernetes/watch-until.ts';
import { heldAs } from '../checks.ts';
import { type PlanContext, runsCommand } from '../planned-action.ts';
import { defineStep } from '../step.ts';
import { checkWebhookAnswers } from './cert-manager-webhook.ts';
import { reinstalled } from './helm-release.ts';

const namespace = 'cert-manager';
const release = 'cert-manager';
const labelSelector = 'app.kubernetes.io/instance=cert-manager';
const runningTimeoutMs = 180_000;

/**
 * The guide's `--set crds.enabled=true`, and readiness looked at every second from the start: the chart's own probe waits
 * five seconds before its first look at a webhook that serves after one.
 */
const certManagerValues = {
  crds: { enabled: true },
  webhook: { readinessProbe: { initialDelaySeconds: 0, periodSeconds: 1 } },
};

/** Guide, step 1: cert-manager by its Helm chart, CRDs included. */
export const certManagerStep = defineStep({
  id: 'cert-manager',
  title: 'Install cert-manager',
  guideStep: 1,
  needs: ['artifacts', 'cluster'],
  plan: ({ artifacts, kubeconfig }) => [runsCommand(helmInstallCommand(releaseOf(artifacts, kubeconfig)))],
  async run({ outputs: { artifacts, cluster }, check, ...wait }) {
    wait.waitingFor('helm to install the chart');
    await helmInstall({
      ...releaseOf(artifacts, cluster.kubeconfig),
      values: certManagerValues,
      signal: wait.signal,
    });
    const client = connect(cluster.kubeconfig);
    const pods = await watchUntil(
      client,
      { path: resourcePaths.pods(namespace), labelSelector },
      podsRunning(await podsAskedFor(client, namespace, labelSelector)),
      { ...wait, what: "cert-manager's pods to be Running", timeoutMs: runningTimeoutMs },
    );
    check(
      heldAs({
        id: 'cert-manager-pods',
        title: "cert-manager's pods are Running",
        expected: 'controller, cainjector and webhook Running',
        observed: pods.map(describePod).join(', '),
      }),
      await checkWebhookAnswers(client, wait),
    );
    return { namespace };
  },
  again: reinstalled(release, namespace),
});

const releaseOf = ({ tools, charts }: Pick<PlanContext['artifacts'], 'tools' | 'charts'>, kubeconfig: string) => ({
  ...{ helm: tools.helm, chart: charts.certManager, kubeconfig, release, namespace },
});
