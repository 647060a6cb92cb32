import { Propagation } from '../../propagation.ts';
import { resourceNotFound } from '../errors.ts';
import { checkAuthorityArn } from './authority-arn.ts';
import type { CertificateAuthority } from './certificate-authority.ts';

/** All private CAs of all accounts and regions, in the order of their creation. */
export class AuthorityStore {
  readonly #authorities = new Map<string, CertificateAuthority>();
  readonly #propagation: Propagation;

  constructor(propagation = Propagation.immediate) {
    this.#propagation = propagation;
  }

  add(authority: CertificateAuthority): void {
    // The moment to forget those whose restoration period is over: nobody can reach them any more.
    for (const [arn, other] of this.#authorities) {
      if (other.isGone(authority.identity.createdAtMs)) this.#authorities.delete(arn);
    }
    this.#authorities.set(authority.identity.arn, authority);
    this.#propagation.begin(authority);
  }

  /**
   * The CA of that ARN in that region; deleted ones are there until their restoration period ends.
   *
   * @throws InvalidArnException for what is not a CA's ARN, ResourceNotFoundException for a CA that is not there.
   */
  find(arn: string, region: string, nowMs: number): CertificateAuthority {
    checkAuthorityArn(arn);
    const authority = this.lookup(arn);
    if (!authority || authority.identity.region !== region || !this.#isThere(authority, nowMs)) {
      throw resourceNotFound(`Could not find the certificate authority ${arn}.`);
    }
    return authority;
  }

  /** For those who must not tell the caller whether it exists. */
  lookup(arn: string): CertificateAuthority | undefined {
    return this.#authorities.get(arn);
  }

  all(): Iterable<CertificateAuthority> {
    return this.#authorities.values();
  }

  list(region: string, nowMs: number): readonly CertificateAuthority[] {
    return [...this.#authorities.values()].filter(
      (authority) => authority.identity.region === region && this.#isThere(authority, nowMs),
    );
  }

  #isThere(authority: CertificateAuthority, nowMs: number): boolean {
    return !authority.isGone(nowMs) && this.#propagation.isKnown(authority);
  }
}
