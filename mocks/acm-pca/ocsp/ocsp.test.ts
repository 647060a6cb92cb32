import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ListeningServer, listen } from '../../http/node-adapter.ts';
import { InProcessAws } from '../../testing/in-process-aws.ts';
import { activeRoot, activeSubordinate, issueAndGet, succeeded } from '../../testing/in-process-hierarchy.ts';
import { certificateText, withFolder } from '../../testing/openssl.ts';
import { newCsr } from '../../testing/requests.ts';

const run = promisify(execFile);

let aws: InProcessAws;
let arn: string;
let csr: string;
let server: ListeningServer;

beforeAll(async () => {
  aws = new InProcessAws();
  const root = await activeRoot(aws, { commonName: 'root' });
  const more = { RevocationConfiguration: { OcspConfiguration: { Enabled: true } } };
  arn = await activeSubordinate(aws, root, 0, { commonName: 'sub', more });
  csr = (await newCsr({ CommonName: 'leaf' })).toString();
  server = await listen(aws.aws.handle, { host: '127.0.0.1', port: 0, nowMs: () => aws.aws.clock.nowMs() });
});

afterAll(() => server.close());

/** Asks as a relying party does, with `openssl ocsp` over HTTP, and lets it judge the answer. @returns all that it prints */
function ask({ certificate, chain }: { certificate: string; chain: string }): Promise<string> {
  return withFolder(async (folder) => {
    const [leaf, issuer] = [join(folder, 'leaf.pem'), join(folder, 'chain.pem')];
    await Promise.all([writeFile(leaf, certificate), writeFile(issuer, chain)]);
    // The mock's clock may be ahead of OpenSSL's.
    const lenient = ['-validity_period', '3600'];
    const about = ['-issuer', issuer, '-cert', leaf, '-CAfile', issuer];
    const outcome = run('openssl', ['ocsp', '-url', server.url, ...about, ...lenient]);
    return outcome.then(
      ({ stdout, stderr }) => stdout + stderr,
      (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
    );
  });
}

describe('the OCSP responder', () => {
  test('is named in the certificate', async () => {
    const { certificate } = await issueAndGet(aws, arn, csr);
    expect(await certificateText(certificate)).toMatch(
      /OCSP - URI:http:\/\/ocsp\.acm-pca\.eu-central-1\.amazonaws\.com/,
    );
  });

  test('says that a certificate is good, and OpenSSL believes it', async () => {
    const answer = await ask(await issueAndGet(aws, arn, csr));
    expect(answer).toMatch(/Response verify OK/);
    expect(answer).toMatch(/leaf\.pem: good/);
  });

  test('says that a certificate is revoked, and why', async () => {
    const issued = await issueAndGet(aws, arn, csr);
    const serial = issued.arn.slice(issued.arn.lastIndexOf('/') + 1);
    const revoke = { CertificateAuthorityArn: arn, CertificateSerial: serial, RevocationReason: 'KEY_COMPROMISE' };
    succeeded(await aws.pca('RevokeCertificate', revoke));
    aws.aws.clock.offsetMs += 2000;
    const answer = await ask(issued);
    expect(answer).toMatch(/leaf\.pem: revoked/);
    expect(answer).toMatch(/Reason: keyCompromise/);
  });

  test('does not speak of a CA whose owner has not switched it on', async () => {
    const other = await activeRoot(aws, { commonName: 'silent' });
    expect(await ask(await issueAndGet(aws, other, csr))).toMatch(/unauthorized \(6\)/);
  });

  test('answers a GET as it answers a POST', async () => {
    const { certificate, chain } = await issueAndGet(aws, arn, csr);
    await withFolder(async (folder) => {
      const file = (name: string) => join(folder, name);
      await Promise.all([writeFile(file('leaf.pem'), certificate), writeFile(file('chain.pem'), chain)]);
      const about = ['-issuer', file('chain.pem'), '-cert', file('leaf.pem'), '-no_nonce'];
      await run('openssl', ['ocsp', ...about, '-reqout', file('request.der')]);
      const path = `/${encodeURIComponent((await readFile(file('request.der'))).toString('base64'))}`;
      const headers = { host: 'ocsp.acm-pca.eu-central-1.amazonaws.com' };
      const answer = await aws.aws.handle({ method: 'GET', path, query: '', headers, body: Buffer.alloc(0) });
      await writeFile(file('response.der'), answer.body);
      const judged = ['-respin', file('response.der'), '-CAfile', file('chain.pem'), '-validity_period', '3600'];
      expect((await run('openssl', ['ocsp', ...about, ...judged])).stdout).toMatch(/leaf\.pem: good/);
    });
  });

  test('answers nonsense as the protocol says', async () => {
    const headers = { host: 'aws.test', 'content-type': 'application/ocsp-request' };
    const response = await aws.aws.handle({
      method: 'POST',
      path: '/',
      query: '',
      headers,
      body: Buffer.from('nonsense'),
    });
    expect(Buffer.from(response.body)).toEqual(Buffer.from([0x30, 3, 0x0a, 1, 1]));
  });
});
