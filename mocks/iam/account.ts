import { Propagation } from '../propagation.ts';
import { findAwsManagedPolicy } from './aws-managed-policies.ts';
import type { AccessKey, ManagedPolicy, OidcProvider, Role, User } from './entities.ts';
import { noSuchEntity } from './errors.ts';

/** The IAM of one AWS account. */
export class Account {
  readonly id: string;
  readonly users = new Map<string, User>();
  readonly roles = new Map<string, Role>();
  readonly accessKeys = new Map<string, AccessKey>();
  readonly #policies = new Map<string, ManagedPolicy>();
  readonly oidcProviders = new Map<string, OidcProvider>();
  readonly propagation: Propagation;

  constructor(id: string, propagation = Propagation.immediate) {
    this.id = id;
    this.propagation = propagation;
  }

  get customerPolicies(): ReadonlyMap<string, ManagedPolicy> {
    return this.#policies;
  }

  addPolicy(policy: ManagedPolicy): void {
    this.#policies.set(policy.arn, policy);
  }

  removePolicy(arn: string): void {
    this.#policies.delete(arn);
  }

  /** Those of these that are known by now. */
  known<T>(entities: Iterable<T>): T[] {
    return [...entities].filter((entity) => this.propagation.isKnown(entity));
  }

  /** A customer's policy or one of AWS's own. @throws NoSuchEntity, also while it is not known yet */
  policy(arn: string): ManagedPolicy {
    const policy = this.#policies.get(arn) ?? findAwsManagedPolicy(arn);
    if (!policy || !this.propagation.isKnown(policy))
      throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
    return policy;
  }

  /** @throws NoSuchEntity, also while it is not known yet */
  role(name: string): Role {
    const role = this.roles.get(name);
    if (!role || !this.propagation.isKnown(role)) throw noSuchEntity(`The role with name ${name} cannot be found.`);
    return role;
  }

  /** @throws NoSuchEntity, also while it is not known yet */
  user(name: string): User {
    const user = this.users.get(name);
    if (!user || !this.propagation.isKnown(user)) throw noSuchEntity(`The user with name ${name} cannot be found.`);
    return user;
  }

  /** @throws NoSuchEntity, also while it is not known yet */
  oidcProvider(arn: string): OidcProvider {
    const provider = this.oidcProviders.get(arn);
    if (!provider || !this.propagation.isKnown(provider))
      throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
    return provider;
  }

  /** How many users and roles hold a policy. */
  attachmentCount(policyArn: string): number {
    const holders = [...this.roles.values(), ...this.users.values()];
    return holders.filter(({ attachedPolicyArns }) => attachedPolicyArns.has(policyArn)).length;
  }
}
