import { required, structure } from '../../protocols/shape.ts';
import type { AnyOperation } from '../../services/operation.ts';
import { encodeDocument } from '../describe.ts';
import { noSuchEntity } from '../errors.ts';
import type { IamState } from '../iam-state.ts';
import { page } from '../pagination.ts';
import { pageMembers, policyDocument, policyName } from '../shapes.ts';
import { storePolicy } from '../store-policy.ts';
import { iamOperation } from './operation.ts';
import { type HolderKind, holderAccess, holderIn, holderKinds } from './policy-holders.ts';

/**
 * PutRolePolicy, GetRolePolicy, DeleteRolePolicy, ListRolePolicies, and the same for users.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
 */
export const inlinePolicyOperations: readonly AnyOperation<IamState>[] = holderKinds.flatMap((holder) => [
  put(holder),
  get(holder),
  remove(holder),
  list(holder),
]);

function put(holder: HolderKind): AnyOperation<IamState> {
  const name = `Put${holder.kind}Policy`;
  return iamOperation({
    name,
    input: structure({
      [holder.member]: required(holder.name),
      PolicyName: required(policyName),
      PolicyDocument: required(policyDocument),
    }),
    access: holderAccess(holder, name),
    run(request, call) {
      const policy = storePolicy(String(request['PolicyDocument']), 'identity');
      holderIn(holder, request, call).inlinePolicies.set(String(request['PolicyName']), policy);
      return {};
    },
  });
}

function get(holder: HolderKind): AnyOperation<IamState> {
  const name = `Get${holder.kind}Policy`;
  return iamOperation({
    name,
    input: structure({ [holder.member]: required(holder.name), PolicyName: required(policyName) }),
    access: holderAccess(holder, name),
    run(request, call) {
      const found = holderIn(holder, request, call);
      const policy = found.inlinePolicies.get(String(request['PolicyName']));
      if (!policy) throw missing(holder, request['PolicyName']);
      return {
        [holder.member]: found.name,
        PolicyName: request['PolicyName'],
        PolicyDocument: encodeDocument(policy.text),
      };
    },
  });
}

function remove(holder: HolderKind): AnyOperation<IamState> {
  const name = `Delete${holder.kind}Policy`;
  return iamOperation({
    name,
    input: structure({ [holder.member]: required(holder.name), PolicyName: required(policyName) }),
    access: holderAccess(holder, name),
    run(request, call) {
      const deleted = holderIn(holder, request, call).inlinePolicies.delete(String(request['PolicyName']));
      if (!deleted) throw missing(holder, request['PolicyName']);
      return {};
    },
  });
}

function list(holder: HolderKind): AnyOperation<IamState> {
  const name = `List${holder.kind}Policies`;
  return iamOperation({
    name,
    input: structure({ [holder.member]: required(holder.name), ...pageMembers }),
    access: holderAccess(holder, name),
    run: (request, call) =>
      page(
        'PolicyNames',
        [...holderIn(holder, request, call).inlinePolicies.keys()],
        (entry) => entry,
        (entry) => entry,
        request,
      ),
  });
}

const missing = ({ kind }: HolderKind, policy: unknown) =>
  noSuchEntity(`The ${kind.toLowerCase()} policy with name ${policy} cannot be found.`);
