import { string, structure } from '../../protocols/shape.ts';
import { describeUser } from '../describe.ts';
import { page } from '../pagination.ts';
import { pageMembers } from '../shapes.ts';
import { accountOf, entityAccess, iamOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html */
export const listUsers = iamOperation({
  name: 'ListUsers',
  input: structure({ PathPrefix: string({ min: 1, max: 512 }), ...pageMembers }),
  access: (_request, call) => entityAccess('ListUsers', `arn:aws:iam::${call.accountId}:user/`),
  run(request, call) {
    const users = [...accountOf(call).users.values()].filter(({ path }) => path.startsWith(request.PathPrefix ?? '/'));
    return page('Users', users, ({ name }) => name, describeUser, request);
  },
});
