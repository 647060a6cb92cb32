import { UsageError } from '../../../errors/harness-error.ts';
import type { HttpClient } from '../http/http-client.ts';
import { shownUrl } from '../http/http-error.ts';
import type { Credentials } from './docker-credentials.ts';

interface ChallengeRequest {
  readonly http: HttpClient;
  /** What was answered with the challenge. */
  readonly url: string;
  readonly signal: AbortSignal;
}

/**
 * The `Authorization` header that answers a registry's challenge, or undefined when there is nothing to answer it with.
 *
 * @see https://distribution.github.io/distribution/spec/auth/token/
 */
export async function answerChallenge(
  challenge: string,
  credentials: Credentials | undefined,
  repository: string,
  request: ChallengeRequest,
): Promise<string | undefined> {
  const { scheme, parameters } = parseChallenge(challenge);
  if (scheme === 'basic') return basicHeader(credentials);
  const { realm, service, scope = `repository:${repository}:pull` } = parameters;
  if (scheme !== 'bearer' || realm === undefined) return undefined;
  if (credentials !== undefined) refusePlainRealm(realm, request.url);
  const asked = { ...(service === undefined ? {} : { service }), scope };
  const answer = await askForToken(realm, asked, credentials, request);
  const { token, access_token: accessToken } = JSON.parse(answer) as { token?: string; access_token?: string };
  const bearer = token ?? accessToken;
  return bearer === undefined ? undefined : `Bearer ${bearer}`;
}

/** An identity token is exchanged by POST (https://distribution.github.io/distribution/spec/auth/oauth/), all else by GET. */
function askForToken(
  realm: string,
  asked: Readonly<Record<string, string>>,
  credentials: Credentials | undefined,
  { http, signal }: Pick<ChallengeRequest, 'http' | 'signal'>,
): Promise<string> {
  if (credentials !== undefined && 'identityToken' in credentials) {
    const grant = { grant_type: 'refresh_token', client_id: 'pca-e2e', refresh_token: credentials.identityToken };
    return http.getText(realm, { form: { ...asked, ...grant }, signal });
  }
  const url = new URL(realm);
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  const authorization = basicHeader(credentials);
  const shown = authorization === undefined ? {} : { headers: { authorization }, staysAtOrigin: true };
  return http.getText(url.href, { ...shown, signal });
}

/** A registry names the server of its tokens itself, on another host if it likes; but what came by TLS stays with TLS. */
function refusePlainRealm(realm: string, url: string): void {
  const { origin, protocol } = new URL(realm);
  if (protocol === 'https:' || new URL(url).protocol !== 'https:') return;
  throw new UsageError(`${shownUrl(url)} wants the credentials to be sent to ${origin}, which is not encrypted`, {
    remedy: 'Have the registry mended: the realm of its WWW-Authenticate header is to be an address of https.',
  });
}

export interface Challenge {
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A `WWW-Authenticate` header (RFC 9110 §11.6.1), for one scheme. */
export function parseChallenge(header: string): Challenge {
  const [scheme = ''] = header.split(' ', 1);
  const pairs = [...header.slice(scheme.length).matchAll(/([\w-]+)=(?:"([^"]*)"|([^,\s]+))/g)];
  return {
    scheme: scheme.toLowerCase(),
    parameters: Object.fromEntries(
      pairs.map(([, name = '', quoted, bare]) => [name.toLowerCase(), quoted ?? bare ?? '']),
    ),
  };
}

function basicHeader(credentials: Credentials | undefined): string | undefined {
  if (credentials === undefined || !('username' in credentials)) return undefined;
  return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
}
