import { detachment } from '../../propagation.ts';
import { required, structure } from '../../protocols/shape.ts';
import { deleteConflict } from '../errors.ts';
import { roleName } from '../shapes.ts';
import { accountOf, iamOperation, roleAccess } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html */
export const deleteRole = iamOperation({
  name: 'DeleteRole',
  input: structure({ RoleName: required(roleName) }),
  access: roleAccess('DeleteRole'),
  run({ RoleName }, call) {
    const account = accountOf(call);
    const role = account.role(RoleName);
    if (role.attachedPolicyArns.size > 0 || !account.propagation.isKnown(detachment(role.arn)))
      throw deleteConflict('Cannot delete entity, must detach all policies first.');
    if (role.inlinePolicies.size > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
    account.roles.delete(role.name);
    return {};
  },
});
