import type { AwsAccess, AwsAccount, RealAwsAccount } from './aws-account.ts';
import type { AwsEnvironment, OidcIssuer, OpenAccountOptions } from './aws-environment.ts';
import { callerIdentity } from './caller-identity.ts';
import { isServed } from './served-oidc-issuer.ts';

/** AWS itself, or what is served at an endpoint that stands in for it. */
export class RealAwsEnvironment implements AwsEnvironment {
  readonly name = 'real';
  readonly #access: AwsAccess;

  constructor(access: AwsAccess) {
    this.#access = access;
  }

  open({ region, signal }: OpenAccountOptions): Promise<RealAwsAccount> {
    return callerIdentity(this.#access, region, signal);
  }

  /** Pods have the way to it that their nodes have. */
  async reachFrom(): Promise<void> {
    return undefined;
  }

  /** Nothing can be published for AWS: it reads what the issuer's own URL serves. */
  publishOidcIssuer(_account: AwsAccount, issuer: OidcIssuer, signal: AbortSignal): Promise<boolean> {
    return isServed(issuer, signal);
  }

  /** The account was there before the run, and what the run made in it goes with the steps that made it. */
  async close(): Promise<void> {
    return undefined;
  }
}
