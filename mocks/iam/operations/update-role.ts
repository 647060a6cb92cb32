import { required, structure } from '../../protocols/shape.ts';
import { description, maxSessionSeconds, roleName } from '../shapes.ts';
import { accountOf, iamOperation, roleAccess } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html */
export const updateRole = iamOperation({
  name: 'UpdateRole',
  input: structure({ RoleName: required(roleName), Description: description, MaxSessionDuration: maxSessionSeconds }),
  access: roleAccess('UpdateRole'),
  run({ RoleName, Description, MaxSessionDuration }, call) {
    const role = accountOf(call).role(RoleName);
    role.description = Description ?? role.description;
    role.maxSessionSeconds = MaxSessionDuration ?? role.maxSessionSeconds;
    return {};
  },
});
