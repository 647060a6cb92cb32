import type { AwsAccount } from '../../aws/aws-account.ts';
import { type IssuerRole, issuerServiceAccount, stsAudience } from '../../aws/issuer-role.ts';
import { hasCondition } from '../../kubernetes/conditions.ts';
import { podsAskedFor } from '../../kubernetes/deployed-pods.ts';
import { helmInstall } from '../../kubernetes/helm.ts';
import { connect } from '../../kubernetes/kubernetes-client.ts';
import { describePod, podsRunning } from '../../kubernetes/pods.ts';
import { resourcePaths } from '../../kubernetes/resource-paths.ts';
import { watchUntil } from '../../kubernetes/watch-until.ts';
import { heldAs } from '../checks.ts';
import { defineStep } from '../step.ts';

const release = 'aws-pca-issuer';
const labelSelector = `app.kubernetes.io/instance=${release}`;
const { namespace } = issuerServiceAccount;
const definitionTimeoutMs = 60_000;
const runningTimeoutMs = 180_000;

/** Guide, step 4: the AWS PCA issuer by its Helm chart, running as the service account of step 3. */
export const issuerStep = defineStep({
  id: 'issuer',
  title: 'Install the AWS PCA issuer',
  guideStep: 4,
  needs: ['artifacts', 'cluster', 'aws', 'iam-role'],
  async run({ outputs: { artifacts, cluster, aws, 'iam-role': role }, check, ...wait }) {
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
    wait.waitingFor('helm to install the chart');
    await helmInstall({
      helm: artifacts.tools.helm,
      kubeconfig: cluster.kubeconfig,
      release,
      namespace,
      chart: artifacts.charts.issuer,
      values: issuerValues(aws, role),
      signal: wait.signal,
    });
    const pods = await watchUntil(
      client,
      { path: resourcePaths.pods(namespace), labelSelector },
      podsRunning(await podsAskedFor(client, namespace, labelSelector)),
      { ...wait, what: "the issuer's pods to be Running", timeoutMs: runningTimeoutMs },
    );
    check(
      heldAs({
        id: 'issuer-pods',
        title: "The issuer's pods are Running",
        expected: 'every pod Running',
        observed: pods.map(describePod).join(', '),
      }),
    );
    return { deployment: 'aws-pca-issuer-aws-privateca-issuer' };
  },
});

const tokenMountPath = '/var/run/secrets/eks.amazonaws.com/serviceaccount';
const tokenLifetimeSeconds = 86_400;

/**
 * What EKS's pod identity webhook adds to a pod whose service account is annotated with a role: the projected token
 * and the variables that point the SDK at it. The endpoints are named per service, because the SDK for Go ignores
 * AWS_ENDPOINT_URL for the exchange of a web identity token.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-configuration.html
 */
function issuerValues(aws: AwsAccount, role: IssuerRole) {
  return {
    serviceAccount: { create: false, name: issuerServiceAccount.name },
    // From 1.12.0 on an AWSPCAIssuer may use the credentials of the issuer's pod, as the guide has it, only when told
    // so; charts before that do not know this value and pass over it.
    enableIssuerAmbientCredentials: true,
    env: {
      AWS_REGION: aws.region,
      AWS_ROLE_ARN: role.roleArn,
      AWS_WEB_IDENTITY_TOKEN_FILE: `${tokenMountPath}/token`,
      AWS_ENDPOINT_URL_ACM_PCA: aws.clusterEndpoint,
      AWS_ENDPOINT_URL_STS: aws.clusterEndpoint,
    },
    volumes: [
      {
        name: 'aws-iam-token',
        projected: {
          sources: [
            { serviceAccountToken: { audience: stsAudience, expirationSeconds: tokenLifetimeSeconds, path: 'token' } },
          ],
        },
      },
    ],
    volumeMounts: [{ name: 'aws-iam-token', mountPath: tokenMountPath, readOnly: true }],
  };
}
