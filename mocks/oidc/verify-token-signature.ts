import { createPublicKey, type JsonWebKey as NodeJsonWebKey, verify } from 'node:crypto';
import type { JsonWebKey } from './issuer-directory.ts';
import type { UnverifiedToken } from './token.ts';

/** The algorithms that AWS accepts (RFC 7518 section 3.1). `none` and the shared-secret ones are not among them. */
const algorithms: Readonly<Record<string, { readonly keyType: string; readonly digest: string }>> = {
  RS256: { keyType: 'RSA', digest: 'sha256' },
  RS384: { keyType: 'RSA', digest: 'sha384' },
  RS512: { keyType: 'RSA', digest: 'sha512' },
  ES256: { keyType: 'EC', digest: 'sha256' },
  ES384: { keyType: 'EC', digest: 'sha384' },
  ES512: { keyType: 'EC', digest: 'sha512' },
};

/** Whether one of the issuer's published keys signed the token. */
export function tokenSignatureHolds(token: UnverifiedToken, keys: readonly JsonWebKey[]): boolean {
  const algorithm = algorithms[token.header.alg];
  if (!algorithm) return false;
  return keys
    .filter((key) => key.kty === algorithm.keyType)
    .filter((key) => token.header.kid === undefined || key['kid'] === undefined || key['kid'] === token.header.kid)
    .some((key) => signedBy(token, key, algorithm.digest));
}

function signedBy(token: UnverifiedToken, jwk: JsonWebKey, digest: string): boolean {
  const key = createPublicKey({ key: jwk as NodeJsonWebKey, format: 'jwk' });
  // JWS carries ECDSA signatures as r and s side by side (RFC 7518 section 3.4), not as DER.
  return verify(digest, token.signed, { key, dsaEncoding: 'ieee-p1363' }, token.signature);
}
