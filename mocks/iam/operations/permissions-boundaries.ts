import { required, structure } from '../../protocols/shape.ts';
import type { AnyOperation } from '../../services/operation.ts';
import { noSuchEntity } from '../errors.ts';
import type { IamState } from '../iam-state.ts';
import { arn } from '../shapes.ts';
import { accountOf, iamOperation } from './operation.ts';
import { type HolderKind, holderAccess, holderIn, holderKinds } from './policy-holders.ts';

/**
 * PutRolePermissionsBoundary, DeleteRolePermissionsBoundary, and the same for users.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export const boundaryOperations: readonly AnyOperation<IamState>[] = holderKinds.flatMap((holder) => [
  put(holder),
  remove(holder),
]);

function put(holder: HolderKind): AnyOperation<IamState> {
  const name = `Put${holder.kind}PermissionsBoundary`;
  return iamOperation({
    name,
    input: structure({ [holder.member]: required(holder.name), PermissionsBoundary: required(arn) }),
    access: holderAccess(holder, name),
    run(request, call) {
      const policy = accountOf(call).policy(String(request['PermissionsBoundary']));
      holderIn(holder, request, call).boundaryArn = policy.arn;
      return {};
    },
  });
}

function remove(holder: HolderKind): AnyOperation<IamState> {
  const name = `Delete${holder.kind}PermissionsBoundary`;
  return iamOperation({
    name,
    input: structure({ [holder.member]: required(holder.name) }),
    access: holderAccess(holder, name),
    run(request, call) {
      const found = holderIn(holder, request, call);
      if (found.boundaryArn === undefined) throw noSuchEntity(`${found.name} has no permissions boundary.`);
      found.boundaryArn = undefined;
      return {};
    },
  });
}
