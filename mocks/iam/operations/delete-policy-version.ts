import { required, structure } from '../../protocols/shape.ts';
import { deleteConflict, noSuchEntity } from '../errors.ts';
import { arn, policyVersionId } from '../shapes.ts';
import { accountOf, iamOperation, policyAccess } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html */
export const deletePolicyVersion = iamOperation({
  name: 'DeletePolicyVersion',
  input: structure({ PolicyArn: required(arn), VersionId: required(policyVersionId) }),
  access: policyAccess('DeletePolicyVersion'),
  run({ PolicyArn, VersionId }, call) {
    const policy = accountOf(call).policy(PolicyArn);
    if (policy.defaultVersionId === VersionId) throw deleteConflict('Cannot delete the default version of a policy.');
    if (!policy.versions.delete(VersionId))
      throw noSuchEntity(`Policy ${PolicyArn} version ${VersionId} does not exist.`);
    return {};
  },
});
