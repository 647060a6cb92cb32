import { oneOf, required, structure } from '../../protocols/shape.ts';
import type { PolicyHolder } from '../entities.ts';
import { arn, pageMembers } from '../shapes.ts';
import { accountOf, iamOperation, policyAccess } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html */
export const listEntitiesForPolicy = iamOperation({
  name: 'ListEntitiesForPolicy',
  input: structure({
    PolicyArn: required(arn),
    EntityFilter: oneOf(['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy']),
    ...pageMembers,
  }),
  access: policyAccess('ListEntitiesForPolicy'),
  run({ PolicyArn, EntityFilter }, call) {
    const account = accountOf(call);
    const policy = account.policy(PolicyArn);
    const holds = ({ attachedPolicyArns }: PolicyHolder) => attachedPolicyArns.has(policy.arn);
    const wanted = (kind: string) => EntityFilter === undefined || EntityFilter === kind;
    const roles = wanted('Role') ? [...account.roles.values()].filter(holds) : [];
    const users = wanted('User') ? [...account.users.values()].filter(holds) : [];
    return {
      PolicyGroups: [],
      PolicyUsers: users.map(({ name, id }) => ({ UserName: name, UserId: id })),
      PolicyRoles: roles.map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      IsTruncated: false,
    };
  },
});
