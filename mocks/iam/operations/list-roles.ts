import { string, structure } from '../../protocols/shape.ts';
import { describeRole } from '../describe.ts';
import { page } from '../pagination.ts';
import { pageMembers } from '../shapes.ts';
import { accountOf, entityAccess, iamOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html */
export const listRoles = iamOperation({
  name: 'ListRoles',
  input: structure({ PathPrefix: string({ min: 1, max: 512 }), ...pageMembers }),
  access: (_request, call) => entityAccess('ListRoles', `arn:aws:iam::${call.accountId}:role/`),
  run(request, call) {
    const account = accountOf(call);
    const roles = account
      .known(account.roles.values())
      .filter(({ path }) => path.startsWith(request.PathPrefix ?? '/'));
    return page('Roles', roles, ({ name }) => name, describeRole, request);
  },
});
