/** A JSON Web Token in compact form (RFC 7519), taken apart and not yet believed. */
export interface UnverifiedToken {
  readonly header: { readonly alg: string; readonly kid: string | undefined };
  readonly claims: TokenClaims;
  /** The bytes that are signed: header and payload as they were sent. */
  readonly signed: Buffer;
  readonly signature: Buffer;
}

export interface TokenClaims {
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
  readonly authorizedParty: string | undefined;
  /** Seconds since the epoch, as RFC 7519 section 4.1 counts them. */
  readonly expiresAtSeconds: number;
  readonly notBeforeSeconds: number | undefined;
  readonly issuedAtSeconds: number | undefined;
}

/** @returns undefined when it is not a token, or lacks a claim that AWS requires. */
export function readToken(compact: string): UnverifiedToken | undefined {
  const [headerPart, claimsPart, signaturePart, ...rest] = compact.split('.');
  if (!headerPart || !claimsPart || !signaturePart || rest.length > 0) return undefined;
  const header = readObject(headerPart);
  const claims = readObject(claimsPart);
  if (!header || !claims) return undefined;
  const { alg, kid } = header;
  const { iss, sub, aud, azp, exp, nbf, iat } = claims;
  const audiences = typeof aud === 'string' ? [aud] : aud;
  if (typeof alg !== 'string' || typeof iss !== 'string' || typeof sub !== 'string' || typeof exp !== 'number')
    return undefined;
  if (!Array.isArray(audiences) || !audiences.every((entry) => typeof entry === 'string')) return undefined;
  return {
    header: { alg, kid: typeof kid === 'string' ? kid : undefined },
    claims: {
      issuer: iss,
      subject: sub,
      audiences,
      authorizedParty: typeof azp === 'string' ? azp : undefined,
      expiresAtSeconds: exp,
      notBeforeSeconds: typeof nbf === 'number' ? nbf : undefined,
      issuedAtSeconds: typeof iat === 'number' ? iat : undefined,
    },
    signed: Buffer.from(`${headerPart}.${claimsPart}`, 'latin1'),
    signature: Buffer.from(signaturePart, 'base64url'),
  };
}

function readObject(base64url: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
