/** A public key as RFC 7517 writes it; node:crypto reads the members that its type needs. */
export type JsonWebKey = Readonly<Record<string, unknown>> & { readonly kty: string };

/**
 * The internet as the mocked AWS sees it: the signing keys that each issuer publishes under its discovery document. AWS fetches
 * them over HTTPS; the issuers that matter here are addresses nobody can reach, so their keys are published at the admin port.
 */
export class IssuerDirectory {
  readonly #keysByIssuer = new Map<string, readonly JsonWebKey[]>();

  /** @param issuer - The URL as the tokens name it. */
  publish(issuer: string, keys: readonly JsonWebKey[]): void {
    this.#keysByIssuer.set(normalise(issuer), keys);
  }

  /** From now on nobody answers there. @returns false when nobody did before. */
  withdraw(issuer: string): boolean {
    return this.#keysByIssuer.delete(normalise(issuer));
  }

  /** Every issuer that can be reached, with its keys. */
  published(): readonly { readonly issuer: string; readonly jwks: { readonly keys: readonly JsonWebKey[] } }[] {
    return [...this.#keysByIssuer].map(([issuer, keys]) => ({ issuer, jwks: { keys } }));
  }

  /** @returns undefined when nobody answers at that address. */
  keysOf(issuer: string): readonly JsonWebKey[] | undefined {
    return this.#keysByIssuer.get(normalise(issuer));
  }
}

const normalise = (issuer: string): string => issuer.replace(/\/$/, '');
