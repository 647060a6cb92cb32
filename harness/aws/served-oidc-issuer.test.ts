import { describe, expect, test } from '@jest/globals';
import { isServed } from './served-oidc-issuer.ts';

const issuer = 'https://oidc.eks.us-east-1.amazonaws.com/id/ABC';
const jwks = { keys: [{ kid: 'k1' }] };
const { signal } = new AbortController();

/** A network on which only these documents are served. */
const serving = (documents: Readonly<Record<string, unknown>>) =>
  (async (url: string) =>
    url in documents ? Response.json(documents[url]) : new Response('', { status: 404 })) as typeof fetch;

const document = { [`${issuer}/.well-known/openid-configuration`]: { jwks_uri: `${issuer}/keys` } };

describe('whether AWS can read an OIDC issuer', () => {
  test.each([
    [
      'its keys are served',
      serving({ ...document, [`${issuer}/keys`]: { keys: [{ kid: 'k0' }, { kid: 'k1' }] } }),
      true,
    ],
    ['other keys are served', serving({ ...document, [`${issuer}/keys`]: { keys: [{ kid: 'k0' }] } }), false],
    ['its keys are not', serving(document), false],
    ['nobody serves it, as with kind', serving({}), false],
    ['there is no such name', (() => Promise.reject(new TypeError('fetch failed'))) as typeof fetch, false],
  ])('%s', async (_, get, isReadable) => {
    expect(await isServed({ issuer, jwks }, signal, get)).toBe(isReadable);
  });

  test('it is not https', async () => {
    const keys = serving({
      'http://x/.well-known/openid-configuration': { jwks_uri: 'http://x/keys' },
      'http://x/keys': jwks,
    });
    expect(await isServed({ issuer: 'http://x', jwks }, signal, keys)).toBe(false);
  });
});
