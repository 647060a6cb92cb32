import { required, structure } from '../../protocols/shape.ts';
import { describePolicy } from '../describe.ts';
import { arn } from '../shapes.ts';
import { accountOf, iamOperation, policyAccess } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html */
export const getPolicy = iamOperation({
  name: 'GetPolicy',
  input: structure({ PolicyArn: required(arn) }),
  access: policyAccess('GetPolicy'),
  run({ PolicyArn }, call) {
    const account = accountOf(call);
    return { Policy: describePolicy(account, account.policy(PolicyArn)) };
  },
});
