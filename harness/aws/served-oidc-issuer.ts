import type { OidcIssuer } from './aws-environment.ts';

const answerTimeoutMs = 5_000;

/**
 * Whether AWS can read an OIDC issuer's keys: its URL is https, and its discovery document leads to the very keys that
 * the cluster signs with (OpenID Connect Discovery 1.0 §4). This machine asks as AWS would; an issuer that is served on
 * a private network alone passes here, and AWS then refuses its tokens.
 */
export async function isServed(
  { issuer, jwks }: OidcIssuer,
  signal: AbortSignal,
  get: typeof fetch = fetch,
): Promise<boolean> {
  if (!issuer.startsWith('https://')) return false;
  const document = await read<{ readonly jwks_uri?: string }>(
    `${issuer}/.well-known/openid-configuration`,
    signal,
    get,
  );
  if (document?.jwks_uri === undefined) return false;
  const served = await read<{ readonly keys?: readonly unknown[] }>(document.jwks_uri, signal, get);
  const servedIds = new Set(served?.keys?.map(keyId));
  return jwks.keys.length > 0 && jwks.keys.every((key) => servedIds.has(keyId(key)));
}

const keyId = (key: unknown): unknown => (key as { readonly kid?: unknown }).kid;

/** @returns undefined when nobody serves it: an answer to the question, not a failure. */
async function read<T>(url: string, signal: AbortSignal, get: typeof fetch): Promise<T | undefined> {
  try {
    const response = await get(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]) });
    return response.ok ? ((await response.json()) as T) : undefined;
  } catch {
    signal.throwIfAborted();
    // No such name, no connection, no answer in time, no JSON: all of them say that nobody serves it.
    return undefined;
  }
}
