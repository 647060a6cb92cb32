import { expect, test } from '@jest/globals';
import { transientFailure } from './transient-failure.ts';

const sdk = (rest: string) =>
  `failed to request certificate from PCA: operation error ACM PCA: IssueCertificate, ${rest}`;

test.each([
  [
    sdk(
      'exceeded maximum number of attempts, 3, https response error StatusCode: 503, RequestID: x, api error ServiceUnavailableException: later',
    ),
    true,
  ],
  [sdk('https response error StatusCode: 0, RequestID: , request send failed, Post "http://aws/": EOF'), true],
  [sdk('request send failed, Post "https://x/": dial tcp: lookup x on 10.96.0.10:53: no such host'), true],
  [sdk('https response error StatusCode: 400, RequestID: x, api error ThrottlingException: Rate exceeded'), false],
])('%s might succeed later', (error, isUnreachable) => {
  expect(transientFailure(error)).toMatchObject({ operation: 'IssueCertificate', isUnreachable });
});

test.each([
  sdk('https response error StatusCode: 400, RequestID: x, api error AccessDeniedException: no'),
  sdk('https response error StatusCode: 400, RequestID: x, InvalidStateException: DISABLED'),
  'issuer is not ready',
])('%s would be the same later', (error) => {
  expect(transientFailure(error)).toBeUndefined();
});

test('the call that failed is the innermost one', () => {
  const error =
    'operation error STS: GetCallerIdentity, get identity, operation error STS: AssumeRoleWithWebIdentity, request send failed: EOF';
  expect(transientFailure(error)?.operation).toBe('AssumeRoleWithWebIdentity');
});
