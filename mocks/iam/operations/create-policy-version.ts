import { boolean, required, structure } from '../../protocols/shape.ts';
import { describeVersion, isAwsManaged } from '../describe.ts';
import { invalidInput, limitExceeded } from '../errors.ts';
import { arn, policyDocument } from '../shapes.ts';
import { storePolicy } from '../store-policy.ts';
import { accountOf, iamOperation, policyAccess } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const maximumVersions = 5;

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html */
export const createPolicyVersion = iamOperation({
  name: 'CreatePolicyVersion',
  input: structure({ PolicyArn: required(arn), PolicyDocument: required(policyDocument), SetAsDefault: boolean() }),
  access: policyAccess('CreatePolicyVersion'),
  run({ PolicyArn, PolicyDocument, SetAsDefault }, call) {
    const policy = accountOf(call).policy(PolicyArn);
    if (isAwsManaged(policy)) throw invalidInput('A policy that AWS manages cannot be changed.');
    if (policy.versions.size >= maximumVersions) {
      throw limitExceeded(`A managed policy can have up to ${maximumVersions} versions. Delete one first.`);
    }
    const version = {
      id: `v${policy.nextVersion}`,
      createdAtMs: call.nowMs,
      ...storePolicy(PolicyDocument, 'identity'),
    };
    policy.versions.set(version.id, version);
    policy.nextVersion += 1;
    policy.updatedAtMs = call.nowMs;
    if (SetAsDefault) policy.defaultVersionId = version.id;
    return { PolicyVersion: describeVersion(policy, version) };
  },
});
