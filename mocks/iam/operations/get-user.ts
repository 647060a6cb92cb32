import { structure } from '../../protocols/shape.ts';
import { describeUser } from '../describe.ts';
import { userName } from '../shapes.ts';
import { accountOf, callerUserName, iamOperation, userAccess } from './operation.ts';

/** Without a name it is the caller: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html */
export const getUser = iamOperation({
  name: 'GetUser',
  input: structure({ UserName: userName }),
  access: userAccess('GetUser'),
  run: ({ UserName }, call) => ({ User: describeUser(accountOf(call).user(UserName ?? callerUserName(call))) }),
});
