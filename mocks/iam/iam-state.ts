import { Propagation } from '../propagation.ts';
import { Account } from './account.ts';
import type { AccessKey, User } from './entities.ts';
import { newId, newSecret } from './identifiers.ts';

const administratorPolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** The IAM of every account that the mocked AWS has. */
export class IamState {
  readonly #accounts = new Map<string, Account>();
  readonly #propagation: Propagation;

  constructor(propagation = Propagation.immediate) {
    this.#propagation = propagation;
  }

  account(id: string): Account {
    const existing = this.#accounts.get(id);
    if (existing) return existing;
    const account = new Account(id, this.#propagation);
    this.#accounts.set(id, account);
    return account;
  }

  /** Looks in every account, for the key alone says whose it is. */
  findAccessKey(id: string): { readonly account: Account; readonly key: AccessKey } | undefined {
    for (const account of this.#accounts.values()) {
      const key = account.accessKeys.get(id);
      if (key && this.#propagation.isKnown(key)) return { account, key };
    }
    return undefined;
  }

  /** Opens an account with a user `administrator` who may do everything, and gives out that user's key. */
  openAccount(id: string, nowMs: number): AccessKey {
    const account = this.account(id);
    const user = createUser(account, 'administrator', '/', nowMs);
    user.attachedPolicyArns.add(administratorPolicyArn);
    return createAccessKey(account, user.name, nowMs);
  }
}

export function createUser(account: Account, name: string, path: string, nowMs: number): User {
  const user: User = {
    arn: `arn:aws:iam::${account.id}:user${path}${name}`,
    id: newId('AIDA'),
    name,
    path,
    createdAtMs: nowMs,
    tags: new Map(),
    inlinePolicies: new Map(),
    attachedPolicyArns: new Set(),
    boundaryArn: undefined,
  };
  account.users.set(name, user);
  return user;
}

export function createAccessKey(account: Account, userName: string, nowMs: number): AccessKey {
  const key: AccessKey = { id: newId('AKIA'), secret: newSecret(), userName, createdAtMs: nowMs, status: 'Active' };
  account.accessKeys.set(key.id, key);
  return key;
}
