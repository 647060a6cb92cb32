import { required, structure } from '../../protocols/shape.ts';
import { describeRole } from '../describe.ts';
import { roleName } from '../shapes.ts';
import { accountOf, iamOperation, roleAccess } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export const getRole = iamOperation({
  name: 'GetRole',
  input: structure({ RoleName: required(roleName) }),
  access: roleAccess('GetRole'),
  run: ({ RoleName }, call) => ({ Role: describeRole(accountOf(call).role(RoleName)) }),
});
