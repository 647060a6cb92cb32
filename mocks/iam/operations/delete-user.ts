import { required, structure } from '../../protocols/shape.ts';
import { deleteConflict } from '../errors.ts';
import { userName } from '../shapes.ts';
import { accountOf, iamOperation, userAccess } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html */
export const deleteUser = iamOperation({
  name: 'DeleteUser',
  input: structure({ UserName: required(userName) }),
  access: userAccess('DeleteUser'),
  run({ UserName }, call) {
    const account = accountOf(call);
    const user = account.user(UserName);
    const keys = [...account.accessKeys.values()].filter((key) => key.userName === user.name);
    if (keys.length > 0) throw deleteConflict('Cannot delete entity, must delete access keys first.');
    if (user.attachedPolicyArns.size > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
    if (user.inlinePolicies.size > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
    account.users.delete(user.name);
    return {};
  },
});
