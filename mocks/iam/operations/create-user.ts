import { required, structure } from '../../protocols/shape.ts';
import { taggingAccess } from '../../services/tagging-access.ts';
import { describeUser } from '../describe.ts';
import { entityAlreadyExists } from '../errors.ts';
import { createUser as addUser } from '../iam-state.ts';
import { arn, pathShape, tags, userName } from '../shapes.ts';
import { addTags } from '../tags.ts';
import { accountOf, entityAccess, iamOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html */
export const createUser = iamOperation({
  name: 'CreateUser',
  input: structure({ Path: pathShape, UserName: required(userName), PermissionsBoundary: arn, Tags: tags }),
  access: ({ Path, UserName, Tags }, call) => {
    call.notes.resourceArn = `arn:aws:iam::${call.accountId}:user${Path ?? '/'}${UserName}`;
    return taggingAccess(entityAccess('CreateUser', call.notes.resourceArn), 'iam:TagUser', Tags);
  },
  run({ Path = '/', UserName, PermissionsBoundary, Tags = [] }, call) {
    const account = accountOf(call);
    if (account.users.has(UserName)) throw entityAlreadyExists(`User with name ${UserName} already exists.`);
    if (PermissionsBoundary !== undefined) account.policy(PermissionsBoundary);
    const user = addUser(account, UserName, Path, call.nowMs);
    account.propagation.begin(user);
    user.boundaryArn = PermissionsBoundary;
    addTags(user.tags, Tags);
    return { User: describeUser(user) };
  },
});
