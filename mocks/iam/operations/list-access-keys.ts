import { structure } from '../../protocols/shape.ts';
import { page } from '../pagination.ts';
import { pageMembers, userName } from '../shapes.ts';
import { accountOf, callerUserName, iamOperation, userAccess } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html */
export const listAccessKeys = iamOperation({
  name: 'ListAccessKeys',
  input: structure({ UserName: userName, ...pageMembers }),
  access: userAccess('ListAccessKeys'),
  run(request, call) {
    const account = accountOf(call);
    const user = account.user(request.UserName ?? callerUserName(call));
    return page(
      'AccessKeyMetadata',
      [...account.accessKeys.values()].filter((key) => key.userName === user.name),
      ({ id }) => id,
      ({ id, status, createdAtMs }) => ({
        UserName: user.name,
        AccessKeyId: id,
        Status: status,
        CreateDate: new Date(createdAtMs),
      }),
      request,
    );
  },
});
