import {
  DeleteOpenIDConnectProviderCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  type IAMClient,
  NoSuchEntityException,
} from '@aws-sdk/client-iam';
import type { AwsAccount } from './aws-account.ts';
import { issuerRoleNames } from './issuer-role.ts';
import { taggedProviders } from './tagged-iam.ts';

export interface DeleteIssuerRoleOptions {
  readonly runId: string;
  readonly account: Pick<AwsAccount, 'accountId' | 'partition'>;
  readonly signal: AbortSignal;
}

/**
 * Removes what a run made in IAM, wholly or half, in the order that IAM demands: the policy from the role, the role,
 * the policy; and the OIDC provider, which is known as the run's by its tag alone.
 */
export async function deleteIssuerRole(iam: IAMClient, options: DeleteIssuerRoleOptions): Promise<void> {
  const { runId, account, signal } = options;
  const abort = { abortSignal: signal };
  const { path, policyName, roleName } = issuerRoleNames(runId);
  const PolicyArn = `arn:${account.partition}:iam::${account.accountId}:policy${path}${policyName}`;
  await unlessMissing(iam.send(new DetachRolePolicyCommand({ RoleName: roleName, PolicyArn }), abort));
  await unlessMissing(iam.send(new DeleteRoleCommand({ RoleName: roleName }), abort));
  await unlessMissing(iam.send(new DeletePolicyCommand({ PolicyArn }), abort));
  for (const { arn, runId: owner } of await taggedProviders(iam, signal)) {
    if (owner !== runId) continue;
    await unlessMissing(iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }), abort));
  }
}

async function unlessMissing(deletion: Promise<unknown>): Promise<void> {
  try {
    await deletion;
  } catch (error) {
    if (!(error instanceof NoSuchEntityException)) throw error;
  }
}
