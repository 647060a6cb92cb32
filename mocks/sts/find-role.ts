import type { Account } from '../iam/account.ts';
import type { Role } from '../iam/entities.ts';
import type { IamState } from '../iam/iam-state.ts';
import { validationError } from './errors.ts';

/**
 * The role of that ARN, in whichever account it is.
 *
 * @returns undefined when it does not exist, or is not known yet: the caller must not learn that.
 * @throws ValidationError when it is not a role's ARN.
 */
export function findRole(iam: IamState, arn: string): { readonly account: Account; readonly role: Role } | undefined {
  const [, accountId, path] = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(.+)$/.exec(arn) ?? [];
  if (accountId === undefined || path === undefined) throw validationError(`${arn} is invalid`);
  const account = iam.account(accountId);
  const role = account.roles.get(path.slice(path.lastIndexOf('/') + 1));
  return role?.arn === arn && account.propagation.isKnown(role) ? { account, role } : undefined;
}
