import { OpenidApi } from '@kubernetes/client-node';
import { awsClients } from '../../aws/aws-clients.ts';
import type { OidcIssuer } from '../../aws/aws-environment.ts';
import { createIssuerRole, issuerServiceAccount, stsAudience } from '../../aws/issuer-role.ts';
import { MockAwsEnvironment } from '../../aws/mock-environment.ts';
import { apply } from '../../kubernetes/apply.ts';
import { connect, type KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { defineStep } from '../step.ts';
import { checkIssuerRole } from './issuer-role-checks.ts';

/** Guide, step 3: the IAM policy, the cluster's OIDC provider, and the role of the issuer's service account. */
export const iamRoleStep = defineStep({
  id: 'iam-role',
  title: 'Create the IAM policy and role',
  guideStep: 3,
  needs: ['cluster', 'aws', 'ca-hierarchy'],
  async run({ run, outputs, check, signal, waitingFor }) {
    const { aws, cluster, 'ca-hierarchy': hierarchy } = outputs;
    const client = connect(cluster.kubeconfig);
    waitingFor("the cluster's OIDC issuer to be published");
    await new MockAwsEnvironment().publishOidcIssuer(aws, {
      issuer: cluster.serviceAccountIssuer,
      jwks: await signingKeys(client),
    });
    waitingFor('AWS to create the policy and the role');
    const role = await createIssuerRole(awsClients(aws).iam, {
      runId: run.id,
      caArn: hierarchy.issuingCaArn,
      oidcIssuer: cluster.serviceAccountIssuer,
      signal,
    });
    await createServiceAccount(client, role.roleArn);
    waitingFor("the service account's token to assume the role");
    check(
      ...(await checkIssuerRole({
        account: aws,
        role,
        issuingCaArn: hierarchy.issuingCaArn,
        token: await serviceAccountToken(client),
        signal,
      })),
    );
    return role;
  },
});

/** Public keys of the cluster's service account tokens. @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#service-account-issuer-discovery */
async function signingKeys(client: KubernetesClient): Promise<OidcIssuer['jwks']> {
  // Declared as text, but the client parses what the API server sends as application/jwk-set+json.
  const keys: unknown = await client.kubeConfig.makeApiClient(OpenidApi).getServiceAccountIssuerOpenIDKeyset();
  return (typeof keys === 'string' ? JSON.parse(keys) : keys) as OidcIssuer['jwks'];
}

/** What `eksctl create iamserviceaccount` makes in the cluster. */
async function createServiceAccount(client: KubernetesClient, roleArn: string): Promise<void> {
  const { name, namespace } = issuerServiceAccount;
  const serviceAccount = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace, annotations: { 'eks.amazonaws.com/role-arn': roleArn } },
  };
  await apply(client, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, serviceAccount);
}

const tokenLifetimeSeconds = 600;

/** A token of the issuer's service account, as the kubelet projects it into the issuer's pod. */
async function serviceAccountToken(client: KubernetesClient): Promise<string> {
  const { status } = await client.core.createNamespacedServiceAccountToken({
    ...issuerServiceAccount,
    body: { spec: { audiences: [stsAudience], expirationSeconds: tokenLifetimeSeconds } },
  });
  if (!status?.token) throw new Error('The API server answered a TokenRequest without a token');
  return status.token;
}
