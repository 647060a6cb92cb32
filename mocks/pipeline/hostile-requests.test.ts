import { beforeAll, describe, expect, test } from '@jest/globals';
import { readPem, writePem } from '../der/pem.ts';
import { seededRandom } from '../faults/seeded-random.ts';
import type { WireRequest, WireResponse } from '../http/wire.ts';
import { InProcessAws } from '../testing/in-process-aws.ts';
import { activeRoot, issueInput } from '../testing/in-process-hierarchy.ts';
import { newCsr } from '../testing/requests.ts';

/** Enough for every branch of the parsers to be met many times, in a few seconds. */
const mutations = 10_000;

// A defect of the mock is thrown by the in-process AWS, so a test that ends well has met none.
let aws: InProcessAws;
let rootArn: string;
let csr: Buffer;

beforeAll(async () => {
  aws = new InProcessAws();
  rootArn = await activeRoot(aws, { commonName: 'root' });
  csr = await newCsr({ CommonName: 'leaf', Organization: 'Example' });
});

/** Every answer must be AWS's: a success, or an error with a code in the service's own protocol. */
function expectAwsShape(response: WireResponse): string {
  const body = String(response.body);
  if (response.status === 200) return 'success';
  const type = response.headers['content-type'] ?? '';
  const code = type.includes('json') ? JSON.parse(body)['__type'] : /<Code>(\w+)<\/Code>/.exec(body)?.[1];
  expect(code).toMatch(/^\w+$/);
  expect(code).not.toBe('InternalFailure');
  expect(response.status).toBeGreaterThanOrEqual(400);
  return String(code);
}

/** Flips, inserts, removes or repeats some bytes. */
function mutate(bytes: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * bytes.length);
  const some = Buffer.from([Math.floor(random() * 256)]);
  const kind = Math.floor(random() * 4);
  if (kind === 0) return Buffer.concat([bytes.subarray(0, at), some, bytes.subarray(at + 1)]);
  if (kind === 1) return Buffer.concat([bytes.subarray(0, at), some, bytes.subarray(at)]);
  if (kind === 2) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + Math.floor(random() * 8))]);
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + 16), bytes.subarray(at)]);
}

async function tally(answers: AsyncIterable<WireResponse>): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for await (const answer of answers) {
    const code = expectAwsShape(answer);
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return counts;
}

describe('ten thousand mutations', () => {
  test('of a request’s JSON, signed as they are, meet AWS’s errors', async () => {
    const random = seededRandom(1);
    const valid = Buffer.from(JSON.stringify(issueInput(rootArn, csr.toString())));
    const counts = await tally(
      (async function* () {
        for (let count = 0; count < mutations; count += 1) {
          yield await aws.aws.handle(aws.signPca('IssueCertificate', mutate(valid, random).toString('latin1')));
        }
      })(),
    );
    expect(counts.get('SerializationException')).toBeGreaterThan(100);
    expect(counts.get('MalformedCSRException')).toBeGreaterThan(100);
  }, 60_000);

  test('of a CSR’s DER are refused as malformed, or make a certificate', async () => {
    const random = seededRandom(2);
    const [block] = readPem(csr.toString());
    const counts = await tally(
      (async function* () {
        for (let count = 0; count < mutations; count += 1) {
          const altered = mutate(block?.der ?? Buffer.alloc(0), random);
          // A byte that is replaced by itself alters nothing.
          if (block?.der.equals(altered)) continue;
          const pem = writePem('CERTIFICATE REQUEST', altered);
          yield await aws.aws.handle(aws.signPca('IssueCertificate', JSON.stringify(issueInput(rootArn, pem))));
        }
      })(),
    );
    // The signature covers all but itself and its algorithm, so nothing that was altered may pass.
    expect([...counts.keys()]).toEqual(['MalformedCSRException']);
  }, 60_000);

  test('of a signed request, left with its old signature, never get through', async () => {
    const random = seededRandom(3);
    const valid = aws.signPca('ListCertificateAuthorities', '{"MaxResults":10}');
    const names = Object.keys(valid.headers);
    const counts = await tally(
      (async function* () {
        for (let count = 0; count < mutations; count += 1) {
          const name = names[Math.floor(random() * names.length)] ?? 'host';
          const value = mutate(Buffer.from(valid.headers[name] ?? '', 'latin1'), random).toString('latin1');
          const altered: WireRequest =
            random() < 0.5
              ? { ...valid, headers: { ...valid.headers, [name]: value } }
              : { ...valid, body: mutate(valid.body, random) };
          yield await aws.aws.handle(altered);
        }
      })(),
    );
    // Case and spaces of hex, schemes and separators are all that may differ without a difference.
    expect(counts.get('success') ?? 0).toBeLessThan(mutations * 0.02);
    expect(counts.get('InvalidSignatureException')).toBeGreaterThan(1000);
  }, 60_000);
});

describe('what is no request at all', () => {
  const bare = { method: 'POST', path: '/', query: '', headers: { host: 'aws.test' }, body: Buffer.alloc(0) };

  test.each<[string, Partial<WireRequest>, number, string]>([
    ['nothing', {}, 400, 'MissingAuthenticationTokenException'],
    ['an unknown operation', { headers: { 'x-amz-target': 'ACMPrivateCA.Explode' } }, 400, 'UnknownOperationException'],
    [
      'an unknown service',
      { headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' } },
      400,
      'UnknownOperationException',
    ],
    ['a query without an action', { body: Buffer.from('Version=2011-06-15') }, 403, 'MissingAuthenticationToken'],
    [
      'a query with an unknown action',
      { body: Buffer.from('Version=2010-05-08&Action=Explode') },
      400,
      'InvalidAction',
    ],
    ['a path that no bucket has', { method: 'GET', path: '/no-such-bucket/key' }, 404, 'NoSuchBucket'],
    ['a path that cannot be decoded', { method: 'GET', path: '/%zz' }, 405, 'MethodNotAllowed'],
    ['a method that S3 does not have', { method: 'PATCH', path: '/bucket/key' }, 405, 'MethodNotAllowed'],
  ])('%s', async (_name, more, status, code) => {
    const response = await aws.aws.handle({ ...bare, ...more });
    expect(response.status).toBe(status);
    expect(expectAwsShape(response)).toBe(code);
  });

  test.each<[string, string, string]>([
    ['no JSON', '{"CertificateAuthorityArn":', 'SerializationException'],
    ['a list', '[]', 'SerializationException'],
    ['a number for a string', '{"CertificateAuthorityArn":1}', 'SerializationException'],
    ['deep nesting', `${'['.repeat(100_000)}`, 'SerializationException'],
    ['a prototype', '{"__proto__":{"CertificateAuthorityArn":"x"}}', 'ValidationException'],
    ['null', '{"CertificateAuthorityArn":null}', 'ValidationException'],
    ['an ARN of another service', '{"CertificateAuthorityArn":"arn:aws:s3:::bucket"}', 'ValidationException'],
  ])('a body with %s', async (_name, body, code) => {
    const response = await aws.aws.handle(aws.signPca('DescribeCertificateAuthority', body));
    expect(expectAwsShape(response)).toBe(code);
  });

  test('a validation error names each broken constraint in AWS’s words', async () => {
    const { body } = await aws.pca('IssueCertificate', {
      SigningAlgorithm: 'MD5',
      Validity: { Type: 'DAYS', Value: 0 },
    });
    expect(body['message']).toMatch(
      /^4 validation errors detected: Value null at 'certificateAuthorityArn' failed to satisfy constraint: Member must not be null; /,
    );
    expect(body['message']).toMatch(
      /Value 'MD5' at 'signingAlgorithm' failed to satisfy constraint: Member must satisfy enum value set: \[/,
    );
  });
});
