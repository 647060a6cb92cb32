import {
  DeleteOpenIDConnectProviderCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { unlessGone } from './tag-reading.ts';
import { roleNameOf, type TaggedEntity } from './tagged-iam.ts';
import { whilePropagating } from './while-propagating.ts';

/**
 * Deletes a role, policy or OIDC provider that a run made, in the way that IAM demands: a role without its policy. For a
 * while after a detachment IAM refuses to delete either. What is deleted already is passed over.
 *
 * @param policyArn - The policy that the run attached to its role.
 */
export async function deleteIamEntity(
  iam: IAMClient,
  { kind, arn }: Pick<TaggedEntity, 'kind' | 'arn'>,
  policyArn: string,
  signal: AbortSignal,
): Promise<void> {
  const abort = { abortSignal: signal };
  const deletion = {
    async role() {
      const RoleName = roleNameOf(arn);
      await unlessGone(iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: policyArn }), abort));
      await iam.send(new DeleteRoleCommand({ RoleName }), abort);
    },
    policy: () => iam.send(new DeletePolicyCommand({ PolicyArn: arn }), abort),
    'oidc-provider': () => iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }), abort),
  }[kind];
  await whilePropagating('detachment', () => unlessGone<unknown>(deletion()), { signal });
}
