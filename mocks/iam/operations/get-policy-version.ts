import { required, structure } from '../../protocols/shape.ts';
import { describeVersion, encodeDocument } from '../describe.ts';
import { noSuchEntity } from '../errors.ts';
import { arn, policyVersionId } from '../shapes.ts';
import { accountOf, iamOperation, policyAccess } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html */
export const getPolicyVersion = iamOperation({
  name: 'GetPolicyVersion',
  input: structure({ PolicyArn: required(arn), VersionId: required(policyVersionId) }),
  access: policyAccess('GetPolicyVersion'),
  run({ PolicyArn, VersionId }, call) {
    const policy = accountOf(call).policy(PolicyArn);
    const version = policy.versions.get(VersionId);
    if (!version) throw noSuchEntity(`Policy ${PolicyArn} version ${VersionId} does not exist.`);
    return { PolicyVersion: { Document: encodeDocument(version.text), ...describeVersion(policy, version) } };
  },
});
