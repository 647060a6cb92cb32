import { OpenidApi } from '@kubernetes/client-node';
import type { AwsAccount } from '../../aws/aws-account.ts';
import { awsClients } from '../../aws/aws-clients.ts';
import type { OidcIssuer } from '../../aws/aws-environment.ts';
import { explainingAws } from '../../aws/explain-aws-error.ts';
import { createIssuerRole, issuerServiceAccount, stsAudience } from '../../aws/issuer-role.ts';
import { type IssuerTrust, lastingPrincipal } from '../../aws/issuer-trust.ts';
import { connectMockCommand } from '../../aws/mock-environment.ts';
import { removeOwnIam } from '../../aws/remove-run.ts';
import { awsEnvironment } from '../../aws/select-environment.ts';
import { apply } from '../../kubernetes/apply.ts';
import { connect, type KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { ensureNamespace } from '../../kubernetes/namespaces.ts';
import { awsCalls } from '../aws-calls.ts';
import { noteCreations } from '../aws-record.ts';
import { awsUndoBudgetMs, undoAccount, undoInAws } from '../aws-undo.ts';
import { ofRun, runLabels } from '../of-run.ts';
import { appliesObjects, runsCommand } from '../planned-action.ts';
import type { Run } from '../run.ts';
import { defineStep, type UndoContext } from '../step.ts';
import { checkIssuerRole } from './issuer-role-checks.ts';

const issuerAccount = `${issuerServiceAccount.namespace}/${issuerServiceAccount.name}`;

/** Guide, step 3: the IAM policy, the cluster's OIDC provider, and the role of the issuer's service account. */
export const iamRoleStep = defineStep({
  id: 'iam-role',
  title: 'Create the IAM policy and role',
  guideStep: 3,
  needs: ['network', 'cluster', 'aws', 'ca-hierarchy'],
  plan: ({ run: { id, options } }) => [
    ...(options.provider === 'existing' && options.aws === 'mock'
      ? [runsCommand(connectMockCommand(id, "<the nodes' network>"))]
      : []),
    ...awsCalls.issuerRole(options),
    ...appliesObjects(`Namespace ${issuerServiceAccount.namespace}`, `ServiceAccount ${issuerAccount}`),
  ],
  planUndo: ({ run: { options } }) => (options.aws === 'real' ? awsCalls.issuerRoleUndo(options) : []),
  async run({ run, outputs, check, signal, waitingFor }) {
    const { aws, cluster, 'ca-hierarchy': hierarchy } = outputs;
    const client = connect(cluster.kubeconfig);
    const environment = awsEnvironment(run.options);
    waitingFor("the cluster's pods to have a way to AWS");
    await environment.reachFrom(cluster, { runId: run.id, runNetwork: outputs.network.dockerNetwork, signal });
    waitingFor("the cluster's OIDC issuer to be published");
    const issuer = { issuer: cluster.serviceAccountIssuer, jwks: await signingKeys(client) };
    const isReadable = await environment.publishOidcIssuer(aws, issuer, signal);
    waitingFor('AWS to create the policy and the role');
    const role = await explainingAws(aws, async () =>
      createIssuerRole(awsClients(aws).iam, {
        runId: run.id,
        instance: run.instance,
        runFolder: run.folder,
        account: aws,
        note: noteCreations(run.folder),
        caArn: hierarchy.issuingCaArn,
        trust: await trustFor(aws, isReadable, cluster.serviceAccountIssuer, signal),
        signal,
      }),
    );
    await createServiceAccount(client, run, role.roleArn);
    waitingFor(isReadable ? "the service account's token to assume the role" : 'a session of the role');
    const token = isReadable ? await serviceAccountToken(client) : undefined;
    const issuingCaArn = hierarchy.issuingCaArn;
    check(...(await explainingAws(aws, () => checkIssuerRole({ account: aws, role, issuingCaArn, token, signal }))));
    return role;
  },
  async undo(context) {
    // What the mocked AWS holds goes with it.
    return (await undoAccount(context))?.kind === 'real' ? remove(context) : undefined;
  },
  undoBudgetMs: awsUndoBudgetMs,
  again: { reset: remove, goneWith: 'aws' },
});

function remove(context: UndoContext): Promise<string | undefined> {
  return undoInAws(context, removeOwnIam);
}

/** Whom the role trusts: the cluster's tokens where AWS can verify them, or else the principal that the run works as. */
async function trustFor(
  aws: AwsAccount,
  isReadable: boolean,
  oidcIssuer: string,
  signal: AbortSignal,
): Promise<IssuerTrust> {
  if (isReadable || aws.kind === 'mock') return { by: 'web-identity', oidcIssuer };
  return { by: 'principal', principalArn: await lastingPrincipal(awsClients(aws).iam, aws.principalArn, signal) };
}

/** Public keys of the cluster's service account tokens. @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#service-account-issuer-discovery */
async function signingKeys(client: KubernetesClient): Promise<OidcIssuer['jwks']> {
  // Declared as text, but the client parses what the API server sends as application/jwk-set+json.
  const keys: unknown = await client.kubeConfig.makeApiClient(OpenidApi).getServiceAccountIssuerOpenIDKeyset();
  return (typeof keys === 'string' ? JSON.parse(keys) : keys) as OidcIssuer['jwks'];
}

/** What `eksctl create iamserviceaccount` makes in the cluster. */
async function createServiceAccount(client: KubernetesClient, run: Run, roleArn: string): Promise<void> {
  const { name, namespace } = issuerServiceAccount;
  const serviceAccount = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace, annotations: { 'eks.amazonaws.com/role-arn': roleArn } },
  };
  await ensureNamespace(client, namespace, runLabels(run));
  await apply(client, ofRun(run, serviceAccount));
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
