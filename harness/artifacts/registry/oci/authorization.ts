import { UsageError } from '../../../errors/harness-error.ts';
import type { HttpClient } from '../http/http-client.ts';
import { HttpError, shownUrl } from '../http/http-error.ts';
import { type Challenge, parseChallenges } from './challenges.ts';
import type { Credentials } from './docker-credentials.ts';

interface ChallengeRequest {
  readonly http: HttpClient;
  /** What was answered with the challenge. */
  readonly url: string;
  readonly signal: AbortSignal;
  /** Told when a login is refused, and what is asked for is tried without it. */
  readonly say: (line: string) => void;
}

/**
 * The `Authorization` header that answers a registry's challenges, or undefined when there is nothing to answer them with. A token is
 * preferred: it is given without credentials too.
 *
 * @see https://distribution.github.io/distribution/spec/auth/token/
 */
export async function answerChallenge(
  header: string,
  credentials: Credentials | undefined,
  repository: string,
  request: ChallengeRequest,
): Promise<string | undefined> {
  const challenges = parseChallenges(header);
  const bearer = challenges.find(({ scheme, parameters }) => scheme === 'bearer' && parameters['realm'] !== undefined);
  if (bearer !== undefined) return bearerHeader(bearer, credentials, repository, request);
  return challenges.some(({ scheme }) => scheme === 'basic') ? basicHeader(credentials) : undefined;
}

async function bearerHeader(
  { parameters }: Challenge,
  credentials: Credentials | undefined,
  repository: string,
  request: ChallengeRequest,
): Promise<string | undefined> {
  const { realm = '', service, scope = `repository:${repository}:pull` } = parameters;
  if (credentials !== undefined) refusePlainRealm(realm, request.url);
  const asked = { ...(service === undefined ? {} : { service }), scope };
  const answer = await askForToken(realm, asked, credentials, request).catch((error: unknown) => {
    // `docker login` stays in its file when it has expired; what is public is then given to no login at all, and only to that.
    if (credentials === undefined || !(error instanceof HttpError) || !refusals.has(error.status ?? 0)) throw error;
    request.say(`the login is refused (${error.message}): asking without it`);
    return askForToken(realm, asked, undefined, request);
  });
  const { token, access_token: accessToken } = readToken(realm, answer);
  const bearer = token ?? accessToken;
  return bearer === undefined ? undefined : `Bearer ${bearer}`;
}

/** What token servers answer to credentials that they do not accept, or not any more. */
const refusals = new Set([400, 401, 403]);

interface Token {
  readonly token?: string;
  readonly access_token?: string;
}

function readToken(realm: string, answer: string): Token {
  try {
    return JSON.parse(answer) as Token;
  } catch {
    // Not quoted: it may hold a token all the same.
    throw new HttpError('did not answer with a token', {
      url: realm,
      remedy: 'Look at the mirror or proxy that is configured.',
    });
  }
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

function basicHeader(credentials: Credentials | undefined): string | undefined {
  if (credentials === undefined || !('username' in credentials)) return undefined;
  return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
}
