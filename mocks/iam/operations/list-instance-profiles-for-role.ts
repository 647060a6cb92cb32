import { required, structure } from '../../protocols/shape.ts';
import { pageMembers, roleName } from '../shapes.ts';
import { accountOf, iamOperation, roleAccess } from './operation.ts';

/** There are no instances here, and so no profiles; Terraform asks before it deletes a role. */
export const listInstanceProfilesForRole = iamOperation({
  name: 'ListInstanceProfilesForRole',
  input: structure({ RoleName: required(roleName), ...pageMembers }),
  access: roleAccess('ListInstanceProfilesForRole'),
  run({ RoleName }, call) {
    accountOf(call).role(RoleName);
    return { InstanceProfiles: [], IsTruncated: false };
  },
});
