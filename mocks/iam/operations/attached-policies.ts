import { required, string, structure } from '../../protocols/shape.ts';
import type { AnyOperation } from '../../services/operation.ts';
import { limitExceeded, noSuchEntity } from '../errors.ts';
import type { IamState } from '../iam-state.ts';
import { page } from '../pagination.ts';
import { arn, pageMembers } from '../shapes.ts';
import { accountOf, type IamCall, iamOperation } from './operation.ts';
import { type HolderKind, holderAccess, holderIn, holderKinds } from './policy-holders.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const maximumAttached = 10;

/**
 * AttachRolePolicy, DetachRolePolicy, ListAttachedRolePolicies, and the same for users.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html
 */
export const attachedPolicyOperations: readonly AnyOperation<IamState>[] = holderKinds.flatMap((holder) => [
  attach(holder),
  detach(holder),
  listAttached(holder),
]);

function attach(holder: HolderKind): AnyOperation<IamState> {
  const name = `Attach${holder.kind}Policy`;
  return iamOperation({
    name,
    input: structure({ [holder.member]: required(holder.name), PolicyArn: required(arn) }),
    access: attachmentAccess(holder, name),
    run(request, call) {
      const { attachedPolicyArns } = holderIn(holder, request, call);
      const policy = accountOf(call).policy(String(request['PolicyArn']));
      if (attachedPolicyArns.size >= maximumAttached && !attachedPolicyArns.has(policy.arn)) {
        throw limitExceeded(`Cannot exceed quota for PoliciesPer${holder.kind}: ${maximumAttached}`);
      }
      attachedPolicyArns.add(policy.arn);
      return {};
    },
  });
}

function detach(holder: HolderKind): AnyOperation<IamState> {
  const name = `Detach${holder.kind}Policy`;
  return iamOperation({
    name,
    input: structure({ [holder.member]: required(holder.name), PolicyArn: required(arn) }),
    access: attachmentAccess(holder, name),
    run(request, call) {
      const policyArn = String(request['PolicyArn']);
      if (!holderIn(holder, request, call).attachedPolicyArns.delete(policyArn)) {
        throw noSuchEntity(`Policy ${policyArn} was not found.`);
      }
      return {};
    },
  });
}

function listAttached(holder: HolderKind): AnyOperation<IamState> {
  const name = `ListAttached${holder.kind}Policies`;
  return iamOperation({
    name,
    input: structure({
      [holder.member]: required(holder.name),
      PathPrefix: string({ min: 1, max: 512 }),
      ...pageMembers,
    }),
    access: holderAccess(holder, name),
    run(request, call) {
      const prefix = String(request['PathPrefix'] ?? '/');
      const policies = [...holderIn(holder, request, call).attachedPolicyArns]
        .map((policyArn) => accountOf(call).policy(policyArn))
        .filter(({ path }) => path.startsWith(prefix));
      return page(
        'AttachedPolicies',
        policies,
        (policy) => policy.arn,
        (policy) => ({ PolicyName: policy.name, PolicyArn: policy.arn }),
        request,
      );
    },
  });
}

/** Policies may say which policies may be attached. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html */
function attachmentAccess(holder: HolderKind, name: string) {
  return (request: Record<string, unknown>, call: IamCall) => ({
    ...holderAccess(holder, name)(request, call),
    conditions: { 'iam:policyarn': String(request['PolicyArn']) },
  });
}
