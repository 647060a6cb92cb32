import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningMockAws, startMockAws } from '../server.ts';
import { verifyStrict } from '../testing/openssl.ts';
import { pythonEnvironment } from '../testing/python-environment.ts';

const run = promisify(execFile);
const configuration = {
  KeyAlgorithm: 'RSA_2048',
  SigningAlgorithm: 'SHA256WITHRSA',
  Subject: { Country: 'US', Organization: 'Example', CommonName: 'mesh' },
};

// Each call starts a Python program, which takes most of a second.
describe('the AWS command line follows the guide', () => {
  let aws: RunningMockAws;
  let folder: string;
  let program: string;

  beforeAll(async () => {
    const programs = await pythonEnvironment(fileURLToPath(new URL('requirements.txt', import.meta.url)));
    program = join(programs, 'aws');
    folder = await mkdtemp(join(tmpdir(), 'mock-aws-cli-'));
    aws = await startMockAws();
  }, 400_000);

  afterAll(async () => {
    await aws.close();
    await rm(folder, { recursive: true });
  });

  /** `aws …` in the test's folder; the answer's text. */
  async function cli(...parameters: string[]): Promise<string> {
    const { stdout } = await run(program, parameters, {
      cwd: folder,
      timeout: 30_000,
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        AWS_ENDPOINT_URL: aws.endpoint,
        // Version 1 of the command line, which PyPI has, reads no AWS_REGION.
        AWS_DEFAULT_REGION: aws.region,
        AWS_ACCESS_KEY_ID: aws.accessKeyId,
        AWS_SECRET_ACCESS_KEY: aws.secretAccessKey,
        AWS_PAGER: '',
      },
    });
    return stdout.trimEnd();
  }

  const write = (name: string, content: string) => writeFile(join(folder, name), content);

  /** One CA, from its creation to its imported certificate, by the commands of AWS's own user guide. */
  async function authority(
    type: 'ROOT' | 'SUBORDINATE',
    issuer: string | undefined,
    template: string,
  ): Promise<string> {
    await write('ca.json', JSON.stringify(configuration));
    const arn = await cli(
      ...['acm-pca', 'create-certificate-authority', '--certificate-authority-type', type],
      ...[
        '--certificate-authority-configuration',
        'file://ca.json',
        '--query',
        'CertificateAuthorityArn',
        '--output',
        'text',
      ],
    );
    await cli('acm-pca', 'wait', 'certificate-authority-csr-created', '--certificate-authority-arn', arn);
    await write(
      'ca.csr',
      await cli('acm-pca', 'get-certificate-authority-csr', '--certificate-authority-arn', arn, '--output', 'text'),
    );
    const signer = issuer ?? arn;
    const certificateArn = await cli(
      ...['acm-pca', 'issue-certificate', '--certificate-authority-arn', signer, '--csr', 'fileb://ca.csr'],
      ...['--signing-algorithm', 'SHA256WITHRSA', '--template-arn', `arn:aws:acm-pca:::template/${template}/V1`],
      ...['--validity', `Value=${issuer ? 365 : 3650},Type=DAYS`, '--query', 'CertificateArn', '--output', 'text'],
    );
    const both = ['--certificate-authority-arn', signer, '--certificate-arn', certificateArn];
    await cli('acm-pca', 'wait', 'certificate-issued', ...both);
    const issued = JSON.parse(await cli('acm-pca', 'get-certificate', ...both, '--output', 'json'));
    await write('cert.pem', issued.Certificate);
    await write('chain.pem', issued.CertificateChain ?? '');
    await cli(
      ...['acm-pca', 'import-certificate-authority-certificate', '--certificate-authority-arn', arn],
      ...['--certificate', 'fileb://cert.pem', ...(issuer ? ['--certificate-chain', 'fileb://chain.pem'] : [])],
    );
    return arn;
  }

  test('step 2: a root and a subordinate with path length 1, which OpenSSL verifies', async () => {
    const root = await authority('ROOT', undefined, 'RootCACertificate');
    const subordinate = await authority('SUBORDINATE', root, 'SubordinateCACertificate_PathLen1');
    const status = await cli(
      ...['acm-pca', 'describe-certificate-authority', '--certificate-authority-arn', subordinate],
      ...['--query', 'CertificateAuthority.Status', '--output', 'text'],
    );
    expect(status).toBe('ACTIVE');
    const { Certificate, CertificateChain } = JSON.parse(
      await cli(
        'acm-pca',
        'get-certificate-authority-certificate',
        '--certificate-authority-arn',
        subordinate,
        '--output',
        'json',
      ),
    );
    expect(await verifyStrict(CertificateChain, '', Certificate)).toMatch(/: OK/);
  }, 60_000);

  test('step 3: the policy from a file, and a role for it', async () => {
    const resource = `arn:aws:acm-pca:${aws.region}:${aws.accountId}:certificate-authority/00000000-0000-0000-0000-000000000000`;
    const allowed = ['acm-pca:DescribeCertificateAuthority', 'acm-pca:GetCertificate', 'acm-pca:IssueCertificate'];
    const statement = { Effect: 'Allow', Action: allowed, Resource: resource };
    await write('AWSPCAIssuerPolicy.json', JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));
    const policyArn = await cli(
      ...['iam', 'create-policy', '--policy-name', 'AWSPCAIssuerPolicy'],
      ...['--policy-document', 'file://AWSPCAIssuerPolicy.json', '--query', 'Policy.Arn', '--output', 'text'],
    );
    expect(policyArn).toBe(`arn:aws:iam::${aws.accountId}:policy/AWSPCAIssuerPolicy`);
    const identity = await cli('sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text');
    expect(identity).toBe(`arn:aws:iam::${aws.accountId}:user/administrator`);
  }, 60_000);

  test('an error is shown as AWS shows it', async () => {
    const arn = `arn:aws:acm-pca:${aws.region}:${aws.accountId}:certificate-authority/00000000-0000-0000-0000-000000000000`;
    await expect(
      cli('acm-pca', 'describe-certificate-authority', '--certificate-authority-arn', arn),
    ).rejects.toMatchObject({
      stderr: expect.stringMatching(
        /\(ResourceNotFoundException\) when calling the DescribeCertificateAuthority operation/,
      ),
    });
  }, 30_000);
});
