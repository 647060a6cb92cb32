import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { Account } from '../iam/account.ts';
import { IssuerDirectory, type JsonWebKey } from '../oidc/issuer-directory.ts';
import { ServiceError } from '../protocols/service-error.ts';
import { verifyWebIdentity } from './web-identity.ts';

const nowMs = Date.UTC(2026, 5, 1);
const nowSeconds = nowMs / 1000;
const issuer = 'https://issuer.example/id/1';
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });

const account = new Account('123456789012');
account.oidcProviders.set('arn', {
  arn: 'arn',
  url: 'issuer.example/id/1',
  createdAtMs: nowMs,
  thumbprints: [],
  tags: new Map(),
  clientIds: new Set(['sts.amazonaws.com']),
});

const issuers = new IssuerDirectory();
issuers.publish(issuer, [
  { ...(rsa.publicKey.export({ format: 'jwk' }) as JsonWebKey), kid: 'rsa' },
  { ...(ec.publicKey.export({ format: 'jwk' }) as JsonWebKey), kid: 'ec' },
]);

interface TokenOptions {
  readonly alg?: string;
  readonly kid?: string;
  readonly key?: KeyObject;
  readonly claims?: object;
}

function token({ alg = 'RS256', kid = 'rsa', key = rsa.privateKey, claims = {} }: TokenOptions = {}): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = {
    iss: issuer,
    sub: 'me',
    aud: 'sts.amazonaws.com',
    exp: nowSeconds + 600,
    iat: nowSeconds,
    ...claims,
  };
  const signed = `${encode({ alg, kid, typ: 'JWT' })}.${encode(payload)}`;
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

const verify = (compact: string) => verifyWebIdentity(compact, account, issuers, nowMs);

/** The wire code that verification ends with. */
function refusal(compact: string): string {
  try {
    verify(compact);
  } catch (error) {
    if (error instanceof ServiceError) return error.code;
    throw error;
  }
  return 'none';
}

test.each<[string, TokenOptions]>([
  ['RS256', {}],
  ['ES256', { alg: 'ES256', kid: 'ec', key: ec.privateKey }],
  ['a list of audiences', { claims: { aud: ['other', 'sts.amazonaws.com'] } }],
])('%s is accepted, and gives the conditions of trust policies', (_name, options) => {
  expect(verify(token(options))).toMatchObject({
    subject: 'me',
    audience: 'sts.amazonaws.com',
    conditions: { 'issuer.example/id/1:sub': 'me', 'issuer.example/id/1:aud': 'sts.amazonaws.com' },
  });
});

const [header = '', payload = '', signature = ''] = token().split('.');
const encodedHeader = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' });
const hmacHeader = encodedHeader({ alg: 'HS256', kid: 'rsa' });
const confused = createHmac('sha256', publicPem).update(`${hmacHeader}.${payload}`).digest('base64url');

test.each<[string, string, string]>([
  ['the key of a stranger', token({ key: stranger.privateKey }), 'InvalidIdentityToken'],
  ['a key id that is not published', token({ kid: 'other' }), 'InvalidIdentityToken'],
  ['no signature at all', `${encodedHeader({ alg: 'none' })}.${payload}.x`, 'InvalidIdentityToken'],
  ['the public key taken for a shared secret', `${hmacHeader}.${payload}.${confused}`, 'InvalidIdentityToken'],
  ['a signature of another token', `${header}.${payload}.${signature.slice(0, -4)}AAAA`, 'InvalidIdentityToken'],
  ['an end in the past', token({ claims: { exp: nowSeconds - 1 } }), 'ExpiredTokenException'],
  ['a beginning in the future', token({ claims: { nbf: nowSeconds + 3600 } }), 'InvalidIdentityToken'],
  ['an audience of somebody else', token({ claims: { aud: 'other' } }), 'InvalidIdentityToken'],
  ['an authorised party of somebody else', token({ claims: { azp: 'other' } }), 'InvalidIdentityToken'],
  ['another issuer', token({ claims: { iss: 'https://issuer.example/id/2' } }), 'InvalidIdentityToken'],
  ['an issuer without encryption', token({ claims: { iss: 'http://issuer.example/id/1' } }), 'InvalidIdentityToken'],
  ['no subject', token({ claims: { sub: undefined } }), 'InvalidIdentityToken'],
  ['three parts of nonsense', 'a.b.c', 'InvalidIdentityToken'],
  ['no parts', 'nonsense', 'InvalidIdentityToken'],
])('a token with %s is refused', (_name, compact, code) => {
  expect(refusal(compact)).toBe(code);
});
