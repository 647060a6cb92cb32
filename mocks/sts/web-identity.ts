import type { Account } from '../iam/account.ts';
import type { OidcProvider } from '../iam/entities.ts';
import type { IssuerDirectory } from '../oidc/issuer-directory.ts';
import { readToken, type TokenClaims } from '../oidc/token.ts';
import { tokenSignatureHolds } from '../oidc/verify-token-signature.ts';
import type { ConditionContext } from '../services/principal.ts';
import { expiredToken, invalidIdentityToken } from './errors.ts';

export interface WebIdentity {
  readonly provider: OidcProvider;
  readonly subject: string;
  readonly audience: string;
  /** The keys that trust policies test: `<issuer without scheme>:sub`, `:aud`. */
  readonly conditions: ConditionContext;
}

/**
 * Checks a web identity token against the provider that the account has registered for its issuer.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html (Errors)
 * @throws InvalidIdentityToken, ExpiredTokenException
 */
export function verifyWebIdentity(
  compact: string,
  account: Account,
  issuers: IssuerDirectory,
  nowMs: number,
): WebIdentity {
  const token = readToken(compact);
  if (!token) throw invalidIdentityToken('The ID Token provided is not a valid JWT.');
  const { claims } = token;
  const provider = findProvider(account, claims.issuer);
  if (!provider) throw invalidIdentityToken(`No OpenIDConnect provider found in your account for ${claims.issuer}`);
  const keys = issuers.keysOf(claims.issuer);
  if (!keys) {
    throw invalidIdentityToken(
      "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements",
    );
  }
  if (!tokenSignatureHolds(token, keys))
    throw invalidIdentityToken('The ID Token provided is not a valid JWT: its signature does not hold.');
  checkTimes(claims, nowMs);
  // With several audiences the authorised party is the one that counts (OpenID Connect Core section 2).
  const audience = claims.authorizedParty ?? claims.audiences.find((entry) => provider.clientIds.has(entry));
  if (audience === undefined || !provider.clientIds.has(audience))
    throw invalidIdentityToken('Incorrect token audience');
  return { provider, subject: claims.subject, audience, conditions: conditionsOf(provider, claims, audience) };
}

function findProvider(account: Account, issuer: string): OidcProvider | undefined {
  const url = issuer.replace(/^https:\/\//, '').replace(/\/$/, '');
  return issuer.startsWith('https://')
    ? account.known(account.oidcProviders.values()).find((provider) => provider.url === url)
    : undefined;
}

function checkTimes(claims: TokenClaims, nowMs: number): void {
  const nowSeconds = Math.floor(nowMs / 1000);
  if (claims.expiresAtSeconds <= nowSeconds) {
    throw expiredToken(
      `Token expired: current date/time ${nowSeconds} must be before the expiration date/time ${claims.expiresAtSeconds}`,
    );
  }
  const early = Math.max(claims.notBeforeSeconds ?? 0, claims.issuedAtSeconds ?? 0) - clockToleranceSeconds;
  if (early > nowSeconds) throw invalidIdentityToken('The ID Token provided is not valid yet.');
}

/** AWS allows an issuer's clock to be some minutes ahead of its own. */
const clockToleranceSeconds = 300;

function conditionsOf(provider: OidcProvider, claims: TokenClaims, audience: string): ConditionContext {
  const prefix = provider.url.toLowerCase();
  return {
    [`${prefix}:sub`]: claims.subject,
    [`${prefix}:aud`]: audience,
    [`${prefix}:oaud`]: claims.audiences,
    'aws:federatedprovider': provider.arn,
  };
}
