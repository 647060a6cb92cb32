import { expect, test } from '@jest/globals';
import { InProcessAws } from '../testing/in-process-aws.ts';
import { activeRoot } from '../testing/in-process-hierarchy.ts';

const aws = new InProcessAws();
const publicKey = { kty: 'RSA', n: 'AQ', e: 'AQAB' };

test('health tells that the mock serves, and whose account it is', async () => {
  expect(await aws.admin('GET', '/health')).toEqual({
    status: 'ok',
    region: aws.aws.region,
    accountId: aws.aws.accountId,
  });
});

test('an issuer is published, listed with its keys, and withdrawn', async () => {
  const issuer = 'https://issuer.example/id/1';
  expect(await aws.admin('PUT', '/oidc-issuers', { issuer, jwks: { keys: [publicKey] } })).toMatchObject({
    status: 200,
  });
  expect(await aws.admin('GET', '/oidc-issuers')).toMatchObject({ issuers: [{ issuer, jwks: { keys: [publicKey] } }] });
  const withdraw = `/oidc-issuers?issuer=${encodeURIComponent(issuer)}`;
  expect(await aws.admin('DELETE', withdraw)).toMatchObject({ status: 200, issuers: [] });
  expect(await aws.admin('DELETE', withdraw)).toMatchObject({ status: 404 });
});

test('the clock moves what the mock takes for now', async () => {
  const before = aws.aws.clock.nowMs();
  await aws.admin('PUT', '/clock', { offsetMs: 3_600_000 });
  expect(aws.aws.clock.nowMs() - before).toBeGreaterThanOrEqual(3_600_000);
  await aws.admin('PUT', '/clock', { offsetMs: 0 });
});

test('the certificates of every CA are given out', async () => {
  const arn = await activeRoot(aws, { commonName: 'root' });
  expect(await aws.admin('GET', '/certificate-authorities')).toMatchObject({
    authorities: [{ arn, status: 'ACTIVE', certificates: expect.stringMatching(/^-----BEGIN CERTIFICATE-----/) }],
  });
});

test('settings change what is named and nothing else', async () => {
  const before = await aws.admin('GET', '/settings');
  expect(await aws.admin('PUT', '/settings', { crlDelayMs: 7 })).toEqual({ ...before, crlDelayMs: 7 });
});

test.each<[string, string, object | undefined, number]>([
  ['GET', '/nothing', undefined, 404],
  ['POST', '/health', {}, 405],
  ['PUT', '/clock', { offsetMs: 'noon' }, 400],
  ['PUT', '/clock', { offsetMs: 1e300 }, 400],
  ['PUT', '/settings', { issuanceDelayMs: -1 }, 400],
  ['PUT', '/settings', { speed: 1 }, 400],
  ['PUT', '/oidc-issuers', { issuer: 'x', jwks: { keys: [] } }, 400],
  ['PUT', '/oidc-issuers', { issuer: 'https://a.example', jwks: { keys: [{ ...publicKey, d: 'secret' }] } }, 400],
  ['PUT', '/certificate-authorities', { arn: 'x', status: 'ACTIVE' }, 404],
  ['PUT', '/certificate-authorities', { arn: 'x', status: 'BROKEN' }, 400],
  ['POST', '/accounts', { accountId: '12' }, 400],
  ['DELETE', '/faults?id=99', undefined, 404],
  ['GET', '/journal?since=yesterday', undefined, 400],
])('%s %s %j is refused with %i', async (method, path, body, status) => {
  expect(await aws.admin(method, path, body)).toMatchObject({ status, error: expect.any(String) });
});
