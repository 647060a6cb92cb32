import { detachment } from '../../propagation.ts';
import { required, structure } from '../../protocols/shape.ts';
import { isAwsManaged } from '../describe.ts';
import { deleteConflict, invalidInput } from '../errors.ts';
import { arn } from '../shapes.ts';
import { accountOf, iamOperation, policyAccess } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html */
export const deletePolicy = iamOperation({
  name: 'DeletePolicy',
  input: structure({ PolicyArn: required(arn) }),
  access: policyAccess('DeletePolicy'),
  run({ PolicyArn }, call) {
    const account = accountOf(call);
    const policy = account.policy(PolicyArn);
    if (isAwsManaged(policy)) throw invalidInput('A policy that AWS manages cannot be deleted.');
    if (account.attachmentCount(policy.arn) > 0 || !account.propagation.isKnown(detachment(policy.arn)))
      throw deleteConflict('Cannot delete a policy attached to entities.');
    if (policy.versions.size > 1)
      throw deleteConflict('This policy has more than one version. Delete the others first.');
    account.removePolicy(policy.arn);
    return {};
  },
});
