import { required, structure } from '../../protocols/shape.ts';
import { describeVersion } from '../describe.ts';
import { page } from '../pagination.ts';
import { arn, pageMembers } from '../shapes.ts';
import { accountOf, iamOperation, policyAccess } from './operation.ts';

/** Newest first: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html */
export const listPolicyVersions = iamOperation({
  name: 'ListPolicyVersions',
  input: structure({ PolicyArn: required(arn), ...pageMembers }),
  access: policyAccess('ListPolicyVersions'),
  run(request, call) {
    const policy = accountOf(call).policy(request.PolicyArn);
    return page(
      'Versions',
      [...policy.versions.values()].reverse(),
      ({ id }) => id,
      (version) => describeVersion(policy, version),
      request,
    );
  },
});
