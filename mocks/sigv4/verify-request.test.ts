import { describe, expect, test } from '@jest/globals';
import type { WireRequest } from '../http/wire.ts';
import { SignatureFailure } from './signature-failure.ts';
import { SigningKeyCache } from './signing-key.ts';
import { signingVectors, vectorCredentials, vectorScope, vectorTimeMs } from './vectors.ts';
import { type KnownCredentials, verifyRequest } from './verify-request.ts';

const scope = `${vectorScope.date}/${vectorScope.region}/${vectorScope.service}/aws4_request`;
const known: KnownCredentials = {
  secretAccessKey: vectorCredentials.secretAccessKey,
  sessionToken: undefined,
  expiresAtMs: undefined,
};

function signed({ request, headers, signature }: (typeof signingVectors)[number]): WireRequest {
  const all: Record<string, string> = { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z', ...headers };
  const names = Object.keys(all).sort().join(';');
  const authorization = `AWS4-HMAC-SHA256 Credential=${vectorCredentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...request, headers: { ...all, authorization } };
}

function verify(request: WireRequest, nowMs = vectorTimeMs, credentials: KnownCredentials | undefined = known) {
  return verifyRequest(request, {
    nowMs,
    service: vectorScope.service,
    style: 'standard',
    keys: new SigningKeyCache(),
    findCredentials: (id) => (id === vectorCredentials.accessKeyId ? credentials : undefined),
  });
}

/** The kind of failure that verification ends with. */
function failure(...parameters: Parameters<typeof verify>): string {
  try {
    verify(...parameters);
  } catch (error) {
    if (error instanceof SignatureFailure) return error.kind;
    throw error;
  }
  return 'none';
}

const [vanilla] = signingVectors.map(signed);
if (!vanilla) throw new Error('There are vectors.');
const withHeaders = (headers: Record<string, string>): WireRequest => ({
  ...vanilla,
  headers: { ...vanilla.headers, ...headers },
});
const authorization = String(vanilla.headers['authorization']);

test.each(signingVectors)('$name of AWS’s test suite holds', (vector) => {
  expect(verify(signed(vector)).region).toBe('us-east-1');
});

describe('an altered request', () => {
  test.each([
    ['another method', { ...vanilla, method: 'POST' }],
    ['another path', { ...vanilla, path: '/other' }],
    ['another query', { ...vanilla, query: 'a=b' }],
    ['another body', { ...vanilla, body: Buffer.from('x') }],
    ['another host', withHeaders({ host: 'evil.test' })],
    ['an unsigned x-amz header', withHeaders({ 'x-amz-target': 'ACMPrivateCA.DeleteCertificateAuthority' })],
    ['a signature cut short', withHeaders({ authorization: authorization.slice(0, -2) })],
    [
      'a signature that is no hex',
      withHeaders({ authorization: authorization.replace(/Signature=.*/, 'Signature=zz') }),
    ],
    ['another region', withHeaders({ authorization: authorization.replace('us-east-1', 'us-west-2') })],
    ['another service', withHeaders({ authorization: authorization.replace('/service/', '/iam/') })],
    ['a host that is not signed', withHeaders({ authorization: authorization.replace('host;', '') })],
  ])('with %s does not match', (_name, request) => {
    expect(failure(request)).toBe('signatureMismatch');
  });
});

describe('the time of a request', () => {
  const minute = 60_000;
  test.each([
    [-4, 'none'],
    [4, 'none'],
    [6, 'signatureMismatch'],
    [-6, 'signatureMismatch'],
  ])('that is %i minutes from the server’s: %s', (minutes, expected) => {
    expect(failure(vanilla, vectorTimeMs + minutes * minute)).toBe(expected);
  });
});

test.each([
  ['nothing', { ...vanilla, headers: { host: 'example.amazonaws.com' } }, 'missingAuthentication'],
  ['another scheme', withHeaders({ authorization: 'Bearer abc' }), 'incompleteSignature'],
  ['no signature', withHeaders({ authorization: authorization.replace(/, Signature=.*/, '') }), 'incompleteSignature'],
  [
    'a scope without its end',
    withHeaders({ authorization: authorization.replace('/aws4_request', '') }),
    'incompleteSignature',
  ],
  ['a date that is none', withHeaders({ 'x-amz-date': '20150830-nonsense' }), 'incompleteSignature'],
  [
    'an unknown key',
    withHeaders({ authorization: authorization.replace('AKIDEXAMPLE', 'AKIDNOBODY') }),
    'unknownCredentials',
  ],
  ['a token where none belongs', withHeaders({ 'x-amz-security-token': 'x' }), 'unknownCredentials'],
])('a request with %s is refused as %s says', (_name, request, expected) => {
  expect(failure(request)).toBe(expected);
});

test('temporary credentials are refused without their token, and after their end', () => {
  const temporary = { ...known, sessionToken: 'token', expiresAtMs: vectorTimeMs };
  expect(failure(vanilla, vectorTimeMs, temporary)).toBe('unknownCredentials');
  expect(failure(vanilla, vectorTimeMs, { ...temporary, sessionToken: undefined })).toBe('expiredCredentials');
});
