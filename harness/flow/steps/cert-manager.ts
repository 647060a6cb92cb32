import type { RunningCluster } from '../../clusters/cluster-provider.ts';
import { helmInstall, helmInstallCommand } from '../../kubernetes/helm.ts';
import { connect, type KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { isRunning } from '../../kubernetes/pods.ts';
import type { WaitListener } from '../../kubernetes/watch-until.ts';
import type { Check } from '../../pki/check.ts';
import { type PlanContext, runsCommand } from '../planned-action.ts';
import { defineStep } from '../step.ts';
import { checkWebhookAnswers } from './cert-manager-webhook.ts';
import { reinstalled } from './helm-release.ts';
import { certManagerPodsCheck, checkPods } from './pods-checks.ts';

const release = 'cert-manager';
/** What its Deployments and their pods have in common. */
export const certManagerPods = {
  namespace: 'cert-manager',
  labelSelector: 'app.kubernetes.io/instance=cert-manager',
} as const;
const runningTimeoutMs = 180_000;

/**
 * The guide's `--set crds.enabled=true`, and readiness looked at every second from the start: the chart's own probe waits
 * five seconds before its first look at a webhook that serves after one.
 */
export const certManagerValues = {
  crds: { enabled: true },
  webhook: { readinessProbe: { initialDelaySeconds: 0, periodSeconds: 1 } },
};

/** Guide, step 1: cert-manager by its Helm chart, CRDs included. */
export const certManagerStep = defineStep({
  id: 'cert-manager',
  title: 'Install cert-manager',
  guideStep: 1,
  needs: ['artifacts', 'cluster'],
  plan: ({ run, artifacts, kubeconfig }) => {
    const install = runsCommand(helmInstallCommand(certManagerRelease(artifacts, kubeconfig)));
    const mayUse = run.options.existingCluster?.onExisting === 'use';
    return [mayUse ? { ...install, unless: 'cert-manager is there' } : install];
  },
  async run({ outputs: { artifacts, cluster }, check, ...wait }) {
    const used = certManagerInUse(cluster);
    if (used === undefined) {
      wait.waitingFor('helm to install the chart');
      await helmInstall({
        ...certManagerRelease(artifacts, cluster.kubeconfig),
        values: certManagerValues,
        signal: wait.signal,
      });
    }
    check(...(await checkCertManager(connect(cluster.kubeconfig), wait, used)));
    return { namespace: (used ?? certManagerPods).namespace };
  },
  again: reinstalled(release, certManagerPods.namespace, (cluster) => certManagerInUse(cluster) !== undefined),
});

interface CertManagerPods {
  readonly namespace: string;
  readonly labelSelector: string;
}

/** Whether cert-manager's pods run, and its webhook answers. */
export async function checkCertManager(
  client: KubernetesClient,
  wait: WaitListener,
  { namespace, labelSelector }: CertManagerPods = certManagerPods,
): Promise<readonly Check[]> {
  const pods = await checkPods(
    client,
    { namespace, labelSelector },
    {
      ...wait,
      what: "cert-manager's pods to be Running",
      timeoutMs: runningTimeoutMs,
      judge: certManagerPodsCheck,
      isSettled: isRunning,
    },
  );
  return [pods, await checkWebhookAnswers(client, wait)];
}

/** The release of the guide's step 1, with the chart of these artifacts. */
export const certManagerRelease = (
  { tools, charts }: Pick<PlanContext['artifacts'], 'tools' | 'charts'>,
  kubeconfig: string,
) => ({
  ...{ helm: tools.helm, chart: charts.certManager, kubeconfig, release, namespace: certManagerPods.namespace },
});

/** The cert-manager that was in the cluster before, and is used as it is. Charts of any release name give these labels. */
function certManagerInUse(cluster: RunningCluster): CertManagerPods | undefined {
  if (cluster.provider !== 'existing' || cluster.certManager === undefined) return undefined;
  const { namespace } = cluster.certManager;
  return { namespace, labelSelector: 'app.kubernetes.io/name in (cert-manager,cainjector,webhook)' };
}
