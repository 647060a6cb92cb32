import { required, structure } from '../../protocols/shape.ts';
import { policyDocument, roleName } from '../shapes.ts';
import { storePolicy } from '../store-policy.ts';
import { accountOf, iamOperation, roleAccess } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html */
export const updateAssumeRolePolicy = iamOperation({
  name: 'UpdateAssumeRolePolicy',
  input: structure({ RoleName: required(roleName), PolicyDocument: required(policyDocument) }),
  access: roleAccess('UpdateAssumeRolePolicy'),
  run({ RoleName, PolicyDocument }, call) {
    accountOf(call).role(RoleName).trust = storePolicy(PolicyDocument, 'trust');
    return {};
  },
});
