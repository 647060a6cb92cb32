import { attachment, detachment } from '../../propagation.ts';
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
      const { arn: holderArn, attachedPolicyArns } = holderIn(holder, request, call);
      const account = accountOf(call);
      const policy = account.policy(String(request['PolicyArn']));
      if (attachedPolicyArns.size >= maximumAttached && !attachedPolicyArns.has(policy.arn)) {
        throw limitExceeded(`Cannot exceed quota for PoliciesPer${holder.kind}: ${maximumAttached}`);
      }
      if (!attachedPolicyArns.has(policy.arn)) account.propagation.begin(attachment(holderArn, policy.arn));
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
      const { arn: holderArn, attachedPolicyArns } = holderIn(holder, request, call);
      if (!attachedPolicyArns.delete(policyArn)) throw noSuchEntity(`Policy ${policyArn} was not found.`);
      for (const detached of [holderArn, policyArn]) accountOf(call).propagation.begin(detachment(detached));
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
      const { arn: holderArn, attachedPolicyArns } = holderIn(holder, request, call);
      const account = accountOf(call);
      const policies = [...attachedPolicyArns]
        .filter((policyArn) => account.propagation.isKnown(attachment(holderArn, policyArn)))
        .map((policyArn) => account.policy(policyArn))
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
