import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import type { WireRequest } from '../../http/wire.ts';
import { InProcessAws } from '../../testing/in-process-aws.ts';
import { activeRoot, activeSubordinate, issueAndGet, succeeded } from '../../testing/in-process-hierarchy.ts';
import { certificateText, withFolder } from '../../testing/openssl.ts';
import { newCsr } from '../../testing/requests.ts';

const run = promisify(execFile);
const bucket = 'crls';

async function createBucket(aws: InProcessAws): Promise<void> {
  const send = (request: WireRequest) => aws.aws.handle(aws.sign(request, 's3'));
  const at = (method: string, query: string, body: string): WireRequest => ({
    method,
    path: `/${bucket}`,
    query,
    headers: {},
    body: Buffer.from(body),
  });
  expect((await send(at('PUT', '', ''))).status).toBe(200);
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'acm-pca.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: `arn:aws:s3:::${bucket}/*`,
  };
  expect(
    (await send(at('PUT', 'policy=', JSON.stringify({ Version: '2012-10-17', Statement: [statement] })))).status,
  ).toBe(204);
}

const revocation = (more: object = {}) => ({
  RevocationConfiguration: { CrlConfiguration: { Enabled: true, ExpirationInDays: 7, S3BucketName: bucket, ...more } },
});

/** The CRL as a relying party fetches it: from the address in the certificate, without credentials. */
async function fetchCrl(aws: InProcessAws, uri: string): Promise<Buffer> {
  const { host, pathname } = new URL(uri);
  const response = await aws.aws.handle({
    method: 'GET',
    path: pathname,
    query: '',
    headers: { host },
    body: Buffer.alloc(0),
  });
  if (response.status !== 200) throw new Error(`${response.status} ${response.body}`);
  return Buffer.from(response.body);
}

test('a revoked certificate is in the CRL that its own distribution point leads to, and OpenSSL refuses it', async () => {
  const aws = new InProcessAws();
  await createBucket(aws);
  const root = await activeRoot(aws, { commonName: 'root' });
  const arn = await activeSubordinate(aws, root, 0, { commonName: 'sub', more: revocation() });
  const csr = (await newCsr({ CommonName: 'leaf' })).toString();
  const [good, bad] = [await issueAndGet(aws, arn, csr), await issueAndGet(aws, arn, csr)];
  const [, uri = ''] = /URI:(http:\S+\.crl)/.exec(await certificateText(good.certificate)) ?? [];
  aws.aws.clock.offsetMs += 2000;
  const serial = bad.arn.slice(bad.arn.lastIndexOf('/') + 1);
  const revoke = { CertificateAuthorityArn: arn, CertificateSerial: serial, RevocationReason: 'SUPERSEDED' };
  succeeded(await aws.pca('RevokeCertificate', revoke));

  const before = await fetchCrl(aws, uri);
  aws.aws.clock.offsetMs += 2000;
  const after = await fetchCrl(aws, uri);
  expect(before.includes(Buffer.from(serial, 'hex'))).toBe(false);
  expect(after.includes(Buffer.from(serial, 'hex'))).toBe(true);

  await withFolder(async (folder) => {
    const file = (name: string) => join(folder, name);
    await writeFile(file('crl.der'), after);
    const { stdout } = await run('openssl', [
      'crl',
      '-inform',
      'DER',
      '-in',
      file('crl.der'),
      '-out',
      file('crl.pem'),
      '-text',
    ]);
    expect(stdout).toBe('');
    await writeFile(file('ca.pem'), good.chain);
    const check = async (certificate: string) => {
      await writeFile(file('leaf.pem'), certificate);
      // The mock's clock is ahead of OpenSSL's.
      const atSeconds = String(Math.floor(aws.aws.clock.nowMs() / 1000) + 1);
      const options = [
        '-attime',
        atSeconds,
        '-x509_strict',
        '-crl_check',
        '-CRLfile',
        file('crl.pem'),
        '-CAfile',
        file('ca.pem'),
      ];
      return run('openssl', ['verify', ...options, file('leaf.pem')]);
    };
    expect((await check(good.certificate)).stdout).toMatch(/: OK/);
    await expect(check(bad.certificate)).rejects.toMatchObject({
      stderr: expect.stringMatching(/certificate revoked/),
    });
  });
});

test.each<[string, object, RegExp | undefined]>([
  ['the bucket', {}, /URI:http:\/\/crls\.s3\.eu-central-1\.amazonaws\.com\/crl\//],
  ['a name of its own', { CustomCname: 'crl.example.com' }, /URI:http:\/\/crl\.example\.com\/crl\//],
  ['a path of its own', { CustomPath: 'a/b' }, /amazonaws\.com\/a\/b\//],
  ['nowhere, when it is left out', { CrlDistributionPointExtensionConfiguration: { OmitExtension: true } }, undefined],
])('the distribution point leads to %s', async (_name, more, expected) => {
  const aws = new InProcessAws();
  await createBucket(aws);
  const root = await activeRoot(aws, { commonName: 'root' });
  const arn = await activeSubordinate(aws, root, 0, { commonName: 'sub', more: revocation(more) });
  const { certificate } = await issueAndGet(aws, arn, (await newCsr({ CommonName: 'leaf' })).toString());
  const text = await certificateText(certificate);
  if (expected) expect(text).toMatch(expected);
  else expect(text).not.toMatch(/CRL Distribution Points/);
});

test.each<[string, object, string]>([
  ['without a bucket', { S3BucketName: undefined }, 'InvalidArgsException'],
  ['without an end', { ExpirationInDays: undefined }, 'InvalidArgsException'],
  ['in a bucket that does not exist', { S3BucketName: 'no-such-bucket' }, 'InvalidPolicyException'],
  ['switched off, with something else', { Enabled: false }, 'InvalidArgsException'],
  ['with a protocol in its name', { CustomCname: 'https://crl.example.com' }, 'InvalidArgsException'],
])('a CRL %s is refused', async (_name, more, error) => {
  const aws = new InProcessAws();
  await createBucket(aws);
  const created = await aws.pca('CreateCertificateAuthority', {
    CertificateAuthorityType: 'ROOT',
    CertificateAuthorityConfiguration: {
      KeyAlgorithm: 'EC_prime256v1',
      SigningAlgorithm: 'SHA256WITHECDSA',
      Subject: { CommonName: 'root' },
    },
    ...revocation(more),
  });
  expect(created.error).toBe(error);
});
