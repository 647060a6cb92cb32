import { required, structure } from '../../protocols/shape.ts';
import { noSuchEntity } from '../errors.ts';
import { arn, policyVersionId } from '../shapes.ts';
import { accountOf, iamOperation, policyAccess } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html */
export const setDefaultPolicyVersion = iamOperation({
  name: 'SetDefaultPolicyVersion',
  input: structure({ PolicyArn: required(arn), VersionId: required(policyVersionId) }),
  access: policyAccess('SetDefaultPolicyVersion'),
  run({ PolicyArn, VersionId }, call) {
    const policy = accountOf(call).policy(PolicyArn);
    if (!policy.versions.has(VersionId)) throw noSuchEntity(`Policy ${PolicyArn} version ${VersionId} does not exist.`);
    policy.defaultVersionId = VersionId;
    return {};
  },
});
