import { beforeEach, expect, test } from '@jest/globals';
import type { WireResponse } from '../http/wire.ts';
import { InProcessAws } from '../testing/in-process-aws.ts';

let aws: InProcessAws;

beforeEach(async () => {
  aws = new InProcessAws();
  await send('PUT', '/bucket');
});

interface SendOptions {
  readonly query?: string;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

function send(
  method: string,
  path: string,
  { query = '', body = '', headers = {} }: SendOptions = {},
): Promise<WireResponse> {
  return aws.aws.handle(aws.sign({ method, path, query, headers, body: Buffer.from(body) }, 's3'));
}

const unsigned = (path: string, host = 'aws.test') =>
  aws.aws.handle({ method: 'GET', path, query: '', headers: { host }, body: Buffer.alloc(0) });

const codeOf = ({ body }: WireResponse): string => /<Code>(\w+)<\/Code>/.exec(String(body))?.[1] ?? '';

test('what is put is got, with its type and entity tag', async () => {
  await send('PUT', '/bucket/a/b.txt', { body: 'hello', headers: { 'content-type': 'text/plain' } });
  const got = await send('GET', '/bucket/a/b.txt');
  expect(String(got.body)).toBe('hello');
  expect(got.headers).toMatchObject({ 'content-type': 'text/plain', etag: '"5d41402abc4b2a76b9719d911017c592"' });
});

test('an object that is not public needs a signature, and a public one does not', async () => {
  await send('PUT', '/bucket/private', { body: 'x' });
  await send('PUT', '/bucket/public', { body: 'x', headers: { 'x-amz-acl': 'public-read' } });
  expect(codeOf(await unsigned('/bucket/private'))).toBe('AccessDenied');
  expect((await unsigned('/bucket/public')).status).toBe(200);
  expect((await unsigned('/public', 'bucket.s3.eu-central-1.amazonaws.com')).status).toBe(200);
  expect((await unsigned('/public', 'bucket.localhost:4566')).status).toBe(200);
});

test('lists by prefix, page by page', async () => {
  for (const name of ['a/1', 'a/2', 'a/3', 'b/1']) await send('PUT', `/bucket/${name}`, { body: 'x' });
  const first = String((await send('GET', '/bucket', { query: 'list-type=2&max-keys=2&prefix=a%2F' })).body);
  expect(first.match(/<Key>[^<]+/g)).toEqual(['<Key>a/1', '<Key>a/2']);
  const token = encodeURIComponent(/<NextContinuationToken>([^<]+)/.exec(first)?.[1] ?? '');
  const query = `continuation-token=${token}&list-type=2&max-keys=2&prefix=a%2F`;
  const second = String((await send('GET', '/bucket', { query })).body);
  expect(second.match(/<Key>[^<]+/g)).toEqual(['<Key>a/3']);
  expect(second).toMatch(/<IsTruncated>false/);
});

test.each<[string, string, SendOptions, number, string]>([
  ['GET', '/bucket/missing', {}, 404, 'NoSuchKey'],
  ['GET', '/missing/key', {}, 404, 'NoSuchBucket'],
  ['PUT', '/bucket', {}, 409, 'BucketAlreadyOwnedByYou'],
  ['PUT', '/Not_A_Bucket', {}, 400, 'InvalidBucketName'],
  ['GET', '/bucket', { query: 'policy=' }, 404, 'NoSuchBucketPolicy'],
  ['PUT', '/bucket', { query: 'policy=', body: 'nonsense' }, 400, 'MalformedPolicy'],
  ['GET', '/bucket', { query: 'versioning=' }, 501, 'NotImplemented'],
])('%s %s %j: %i %s', async (method, path, options, status, code) => {
  const response = await send(method, path, options);
  expect(response.status).toBe(status);
  expect(codeOf(response)).toBe(code);
});

test('a bucket goes only when it is empty', async () => {
  await send('PUT', '/bucket/key', { body: 'x' });
  expect(codeOf(await send('DELETE', '/bucket'))).toBe('BucketNotEmpty');
  await send('DELETE', '/bucket/key');
  expect((await send('DELETE', '/bucket')).status).toBe(204);
});
