import { type AnyOperation, type Call, defineOperation, type Operation } from '../../services/operation.ts';
import type { Account } from '../account.ts';
import type { AccessKey } from '../entities.ts';
import { noSuchEntity, validationError } from '../errors.ts';
import type { IamState } from '../iam-state.ts';

export type IamCall = Call<IamState>;

/** An operation of IAM. */
export const iamOperation: <Input>(operation: Operation<IamState, Input>) => AnyOperation<IamState> =
  defineOperation<IamState>();

/** The account whose IAM the caller administers: always its own. */
export const accountOf = (call: IamCall): Account => call.state.account(call.accountId);

/** Access to one entity, by the ARN that it has or would have. */
export function entityAccess(action: string, resourceArn: string) {
  return { action: `iam:${action}`, resourceArn };
}

/** Access to a role; its path counts, so that a policy on a path works. */
export function roleAccess(action: string) {
  return ({ RoleName }: { readonly RoleName: string }, call: IamCall) => {
    const arn = accountOf(call).roles.get(RoleName)?.arn ?? `arn:aws:iam::${call.accountId}:role/${RoleName}`;
    call.notes.resourceArn = arn;
    return entityAccess(action, arn);
  };
}

export function userAccess(action: string) {
  return ({ UserName }: { readonly UserName?: string | undefined }, call: IamCall) => {
    const name = UserName ?? callerUserName(call);
    const arn = accountOf(call).users.get(name)?.arn ?? `arn:aws:iam::${call.accountId}:user/${name}`;
    call.notes.resourceArn = arn;
    return entityAccess(action, arn);
  };
}

export function policyAccess(action: string) {
  return ({ PolicyArn }: { readonly PolicyArn: string }, call: IamCall) => {
    call.notes.resourceArn = PolicyArn;
    return entityAccess(action, PolicyArn);
  };
}

export function providerAccess(action: string) {
  return ({ OpenIDConnectProviderArn }: { readonly OpenIDConnectProviderArn: string }, call: IamCall) => {
    call.notes.resourceArn = OpenIDConnectProviderArn;
    return entityAccess(action, OpenIDConnectProviderArn);
  };
}

/** The user that an operation means when its request names none: the caller. @throws ValidationError when that is no user */
export function callerUserName({ principal }: IamCall): string {
  const name = principal?.kind === 'user' ? principal.entityArn.split('/').at(-1) : undefined;
  if (name === undefined) throw validationError('Must specify userName when calling with non-User credentials');
  return name;
}

/** The access key that a request names, if it is that user's. @throws NoSuchEntity */
export function findAccessKey(
  request: { readonly UserName?: string | undefined; readonly AccessKeyId: string },
  call: IamCall,
): AccessKey {
  const account = accountOf(call);
  const user = account.user(request.UserName ?? callerUserName(call));
  const key = account.accessKeys.get(request.AccessKeyId);
  if (key?.userName !== user.name) throw noSuchEntity(`The Access Key with id ${request.AccessKeyId} cannot be found.`);
  return key;
}
