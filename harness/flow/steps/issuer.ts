import { explainingAws } from '../../aws/explain-aws-error.ts';
import { type IssuerRole, issuerServiceAccount } from '../../aws/issuer-role.ts';
import { hasCondition } from '../../kubernetes/conditions.ts';
import { helmInstall, helmInstallCommand, helmShowCrds } from '../../kubernetes/helm.ts';
import { kubectlApply } from '../../kubernetes/kubectl-objects.ts';
import { connect, type KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { isRunning } from '../../kubernetes/pods.ts';
import { resourcePaths } from '../../kubernetes/resource-paths.ts';
import { type WaitListener, watchUntil } from '../../kubernetes/watch-until.ts';
import type { Check } from '../../pki/check.ts';
import { awsCalls } from '../aws-calls.ts';
import { giveIssuerSession, opensSessions } from '../issuer-session-secret.ts';
import { type PlanContext, runsCommand } from '../planned-action.ts';
import { defineStep } from '../step.ts';
import { reinstalled } from './helm-release.ts';
import { issuerCredentialsCheck, issuerServiceAccountCheck } from './issuer-credentials-checks.ts';
import { readIssuerPods } from './issuer-pods.ts';
import { approverValues, issuerValues } from './issuer-values.ts';
import { checkPods, issuerPodsCheck } from './pods-checks.ts';

const release = 'aws-pca-issuer';
const labelSelector = `app.kubernetes.io/instance=${release}`;
const { namespace } = issuerServiceAccount;
/** What its Deployment and its pods have in common. */
export const issuerPods = { namespace, labelSelector };
const definitionTimeoutMs = 60_000;
const runningTimeoutMs = 180_000;

/** Guide, step 4: the AWS PCA issuer by its Helm chart, running as the service account of step 3. */
export const issuerStep = defineStep({
  id: 'issuer',
  title: 'Install the AWS PCA issuer',
  guideStep: 4,
  needs: ['artifacts', 'cluster', 'aws', 'ca-hierarchy', 'iam-role'],
  beside: ['cert-manager'],
  plan: ({ run, artifacts, kubeconfig }) => [
    ...awsCalls.issuer(run.options),
    runsCommand(helmInstallCommand(issuerRelease(artifacts, kubeconfig))),
  ],
  async run({ outputs: { artifacts, cluster, aws, 'ca-hierarchy': hierarchy, 'iam-role': role }, check, ...wait }) {
    const client = connect(cluster.kubeconfig);
    // The issuer's controller ends itself when cert-manager's resources are not served, and is then restarted with a
    // growing pause. So it waits for cert-manager's definitions, but not for cert-manager's pods.
    await watchUntil(
      client,
      { path: resourcePaths.customResourceDefinitions, name: 'certificaterequests.cert-manager.io' },
      hasCondition('Established'),
      {
        ...wait,
        what: "cert-manager's CertificateRequest definition to be established",
        timeoutMs: definitionTimeoutMs,
      },
    );
    if (opensSessions(role)) {
      wait.waitingFor('a session of the role for the issuer');
      const caArn = hierarchy.issuingCaArn;
      await explainingAws(aws, () => giveIssuerSession(client, { account: aws, role, caArn, signal: wait.signal }));
    }
    const release = { ...issuerRelease(artifacts, cluster.kubeconfig), signal: wait.signal };
    wait.waitingFor('helm to install the chart');
    await helmInstall({
      ...release,
      values: { ...issuerValues(aws, role), ...approverValues(cluster) },
    });
    check(...(await checkIssuer(client, role, wait)));
    return { deployment: 'aws-pca-issuer-aws-privateca-issuer' };
  },
  again: reinstalled(release, namespace),
});

/** The definitions in the chart's folder `crds`, which Helm installs where there are none, and leaves alone otherwise. */
export async function applyIssuerDefinitions(
  kubectl: string,
  release: Parameters<typeof helmShowCrds>[0] & { readonly kubeconfig: string },
): Promise<void> {
  const { kubeconfig, signal } = release;
  await kubectlApply({ kubectl, kubeconfig, signal }, await helmShowCrds(release));
}

/** Whether the issuer's pods run, as the service account of the role, and without static keys. */
export async function checkIssuer(
  client: KubernetesClient,
  role: IssuerRole,
  wait: WaitListener,
): Promise<readonly Check[]> {
  const pods = await checkPods(client, issuerPods, {
    ...wait,
    what: "the issuer's pods to be Running",
    timeoutMs: runningTimeoutMs,
    judge: issuerPodsCheck,
    isSettled: isRunning,
  });
  const found = await readIssuerPods(client, role, issuerPods);
  return [pods, issuerServiceAccountCheck(found), issuerCredentialsCheck(found)];
}

/** The release of the guide's step 4, with the chart of these artifacts. */
export const issuerRelease = (
  { tools, charts }: Pick<PlanContext['artifacts'], 'tools' | 'charts'>,
  kubeconfig: string,
) => ({
  ...{ helm: tools.helm, chart: charts.issuer, kubeconfig, release, namespace },
});
