import { describe, expect, test } from '@jest/globals';
import { followRedirect } from './redirect.ts';

const from = new URL('https://registry.example/v2/a/blobs/b?x=1');
const headers = { Authorization: 'Bearer abc', range: 'bytes=5-' };
const follow = (location: string, request = {}) => followRedirect(from, location, { headers, ...request });

describe('a redirect', () => {
  test.each([['/v2/there'], ['https://registry.example:443/v2/there']])('to the same origin (%s) is followed', (to) => {
    expect(follow(to, { staysAtOrigin: true })).toMatchObject({ url: { pathname: '/v2/there' }, headers });
  });

  test.each([['https://store.example/b'], ['https://registry.example:8443/b'], ['//store.example/b']])(
    'to another origin (%s) is followed without credentials',
    (to) => {
      expect(follow(to)).toMatchObject({ url: { protocol: 'https:' }, headers: { range: 'bytes=5-' } });
      expect(follow(to).headers).not.toHaveProperty('Authorization');
    },
  );

  test('to another origin is refused for what is sent to this one alone', () => {
    expect(() => follow('https://store.example/b?sig=abc', { staysAtOrigin: true })).toThrow(
      'https://registry.example/v2/a/blobs/b: redirects to https://store.example, which the credentials of this request are not for',
    );
  });

  test.each([
    ['http://registry.example/b', {}],
    ['http://store.example/b', {}],
    ['http://store.example/b', { staysAtOrigin: true }],
  ])('from TLS to %s is refused', (to, request) => {
    expect(() => follow(to, request)).toThrow('which is not encrypted');
  });

  test('from plain HTTP to TLS is followed', () => {
    const { url } = followRedirect(new URL('http://charts.example/'), 'https://charts.example/', {});
    expect(url.href).toBe('https://charts.example/');
  });
});
