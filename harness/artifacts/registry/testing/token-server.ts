import { createSign, type KeyObject, type X509Certificate } from 'node:crypto';
import { type Answer, type Asked, LoopbackServer } from './loopback-server.ts';

/** Who may have tokens, and what they are signed with. */
export interface TokenIssuer {
  readonly username: string;
  readonly password: string;
  readonly key: KeyObject;
  /** The registry trusts it; it is the server's own too. */
  readonly certificate: X509Certificate;
}

/** As the registry is configured to expect them. */
export const tokenIssuer = 'tokens of the test';
export const tokenService = 'registry of the test';

/**
 * A token server for the reference registry, by HTTPS: it signs what the account may do as a JSON Web Token.
 *
 * @see https://distribution.github.io/distribution/spec/auth/jwt/
 */
export function tokenServer({ username, password, key, certificate }: TokenIssuer): LoopbackServer {
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const tls = { key: key.export({ type: 'pkcs8', format: 'pem' }).toString(), cert: certificate.toString() };
  const answer = ({ url, headers }: Asked): Answer => {
    if (headers.authorization !== expected) return { status: 401 };
    const scope = new URL(url, 'http://localhost').searchParams.get('scope') ?? '';
    const [, name, actions = ''] = /^repository:([^:]+):(.+)$/.exec(scope) ?? [];
    const access = name === undefined ? [] : [{ type: 'repository', name, actions: actions.split(',') }];
    return { body: JSON.stringify({ token: sign({ username, access }) }) };
  };
  return new LoopbackServer(answer, tls);

  function sign({ username: sub, access }: { username: string; access: readonly object[] }): string {
    const seconds = Math.floor(Date.now() / 1_000);
    const header = { alg: 'RS256', typ: 'JWT', x5c: [certificate.raw.toString('base64')] };
    const times = { iat: seconds, nbf: seconds - 5, exp: seconds + 300, jti: String(seconds) };
    const claims = { iss: tokenIssuer, aud: tokenService, sub, access, ...times };
    const signed = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key).toString('base64url')}`;
  }
}
