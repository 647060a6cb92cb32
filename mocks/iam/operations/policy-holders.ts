import type { Shape } from '../../protocols/shape.ts';
import type { PolicyHolder } from '../entities.ts';
import { roleName, userName } from '../shapes.ts';
import { accountOf, entityAccess, type IamCall } from './operation.ts';

/** Users and roles hold policies in the same ways; the operations on them differ in one word. */
export interface HolderKind {
  /** As in the operation names: AttachRolePolicy, ListUserPolicies. */
  readonly kind: 'Role' | 'User';
  readonly member: 'RoleName' | 'UserName';
  readonly name: Shape<string>;
  /** @throws NoSuchEntity */
  find(name: string, call: IamCall): PolicyHolder;
}

const role: HolderKind = {
  kind: 'Role',
  member: 'RoleName',
  name: roleName,
  find: (name, call) => accountOf(call).role(name),
};

const user: HolderKind = {
  kind: 'User',
  member: 'UserName',
  name: userName,
  find: (name, call) => accountOf(call).user(name),
};

export const holderKinds: readonly HolderKind[] = [role, user];

/** The holder that a request names. Which member names it depends on the kind, so its type is not known here. */
export function holderIn(holder: HolderKind, request: object, call: IamCall): PolicyHolder {
  return holder.find(nameIn(holder, request), call);
}

/** What IAM must allow for an operation on a holder. */
export function holderAccess(holder: HolderKind, action: string) {
  return (request: object, call: IamCall) => {
    const { roles, users } = accountOf(call);
    const name = nameIn(holder, request);
    const existing = holder.kind === 'Role' ? roles.get(name) : users.get(name);
    // A policy may speak of paths, so the ARN must have the entity's own.
    call.notes.resourceArn = existing?.arn ?? `arn:aws:iam::${call.accountId}:${holder.kind.toLowerCase()}/${name}`;
    return entityAccess(action, call.notes.resourceArn);
  };
}

const nameIn = ({ member }: HolderKind, request: object): string =>
  String((request as Record<string, unknown>)[member]);
