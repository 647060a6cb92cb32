import { beforeEach, describe, expect, test } from '@jest/globals';
import { InProcessAws, type Signer } from '../testing/in-process-aws.ts';
import { activeRoot, issue, succeeded } from '../testing/in-process-hierarchy.ts';
import { newCsr } from '../testing/requests.ts';

const otherAccountId = '210987654321';

let aws: InProcessAws;
let arn: string;
let csr: string;

beforeEach(async () => {
  aws = new InProcessAws();
  arn = await activeRoot(aws, { commonName: 'root' });
  csr = (await newCsr({ CommonName: 'leaf' })).toString();
});

const documentOf = (...statements: object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

async function otherAccount(): Promise<Signer> {
  const opened = await aws.admin('POST', '/accounts', { accountId: otherAccountId });
  return { accessKeyId: String(opened['accessKeyId']), secretAccessKey: String(opened['secretAccessKey']) };
}

/** What an XML answer has between two tags. */
const between = (body: string | Buffer, name: string): string =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(String(body))?.[1] ?? '';

const describeCa = (signer: Signer) =>
  aws.pca('DescribeCertificateAuthority', { CertificateAuthorityArn: arn }, signer);

async function createRole(statement: object): Promise<string> {
  const form = { Action: 'CreateRole', RoleName: 'role', AssumeRolePolicyDocument: documentOf(statement) };
  return between((await aws.query('iam', form)).body, 'Arn');
}

const trustAccount = (id: string) => ({ Effect: 'Allow', Principal: { AWS: id }, Action: 'sts:AssumeRole' });

async function assume(roleArn: string, more: Record<string, string> = {}, signer?: Signer): Promise<Signer | string> {
  const form = { Action: 'AssumeRole', RoleArn: roleArn, RoleSessionName: 'session', ...more };
  const { status, body } = await aws.query('sts', form, signer);
  if (status !== 200) return between(body, 'Code');
  return {
    accessKeyId: between(body, 'AccessKeyId'),
    secretAccessKey: between(body, 'SecretAccessKey'),
    sessionToken: between(body, 'SessionToken'),
  };
}

async function assumed(...parameters: Parameters<typeof assume>): Promise<Signer> {
  const session = await assume(...parameters);
  if (typeof session === 'string') throw new Error(`The role was not assumed: ${session}`);
  return session;
}

describe('another account', () => {
  test('is refused without a resource policy, with AWS’s reason', async () => {
    const answer = await describeCa(await otherAccount());
    expect(answer.error).toBe('AccessDeniedException');
    expect(answer.body['message']).toMatch(
      /because no resource-based policy allows the acm-pca:DescribeCertificateAuthority action/,
    );
  });

  test('may do what the resource policy allows, and sees the CA in its list', async () => {
    const Action = ['acm-pca:DescribeCertificateAuthority', 'acm-pca:IssueCertificate'];
    const Policy = documentOf({ Effect: 'Allow', Principal: { AWS: otherAccountId }, Action, Resource: arn });
    succeeded(await aws.pca('PutPolicy', { ResourceArn: arn, Policy }));
    const signer = await otherAccount();
    succeeded(await describeCa(signer));
    const request = {
      CertificateAuthorityArn: arn,
      Csr: Buffer.from(csr).toString('base64'),
      SigningAlgorithm: 'SHA256WITHECDSA',
    };
    succeeded(await aws.pca('IssueCertificate', { ...request, Validity: { Type: 'DAYS', Value: 1 } }, signer));
    expect((await aws.pca('DeleteCertificateAuthority', { CertificateAuthorityArn: arn }, signer)).error).toBe(
      'AccessDeniedException',
    );
    const shared = await aws.pca('ListCertificateAuthorities', { ResourceOwner: 'OTHER_ACCOUNTS' }, signer);
    expect(shared.body['CertificateAuthorities']).toMatchObject([{ Arn: arn }]);
    const own = await aws.pca('ListCertificateAuthorities', {}, signer);
    expect(own.body['CertificateAuthorities']).toEqual([]);
  });
});

describe('a role', () => {
  test('is assumed by whom it trusts, and by nobody else', async () => {
    const roleArn = await createRole(trustAccount(otherAccountId));
    expect(await assume(roleArn)).toBe('AccessDenied');
    expect(typeof (await assume(roleArn, {}, await otherAccount()))).toBe('object');
    expect(await assume(roleArn.replace(/role$/, 'nobody'), {}, await otherAccount())).toBe('AccessDenied');
  });

  test('with an external id is assumed with that id only', async () => {
    const roleArn = await createRole({
      ...trustAccount(aws.aws.accountId),
      Condition: { StringEquals: { 'sts:ExternalId': 'secret' } },
    });
    expect(await assume(roleArn)).toBe('AccessDenied');
    expect(typeof (await assume(roleArn, { ExternalId: 'secret' }))).toBe('object');
  });

  test('gives no more than its policies, nor than the session’s', async () => {
    const roleArn = await createRole(trustAccount(aws.aws.accountId));
    const session = await assumed(roleArn);
    expect((await describeCa(session)).error).toBe('AccessDeniedException');
    const everything = documentOf({ Effect: 'Allow', Action: 'acm-pca:*', Resource: '*' });
    await aws.query('iam', {
      Action: 'PutRolePolicy',
      RoleName: 'role',
      PolicyName: 'all',
      PolicyDocument: everything,
    });
    // The session exists already: policies count at once.
    expect((await describeCa(session)).error).toBeUndefined();
    const narrow = documentOf({ Effect: 'Allow', Action: 'acm-pca:ListCertificateAuthorities', Resource: '*' });
    const narrowed = await assumed(roleArn, { Policy: narrow });
    expect((await describeCa(narrowed)).body['message']).toMatch(/no session policy allows/);
    expect((await aws.pca('ListCertificateAuthorities', {}, narrowed)).error).toBeUndefined();
  });

  test('is gone for its sessions when it is deleted', async () => {
    const roleArn = await createRole(trustAccount(aws.aws.accountId));
    const session = await assumed(roleArn);
    await aws.query('iam', { Action: 'DeleteRole', RoleName: 'role' });
    await createRole(trustAccount(aws.aws.accountId));
    const answer = await aws.pca('ListCertificateAuthorities', {}, session);
    expect(answer.error).toBe('AccessDeniedException');
  });

  test('ends with its session, and says so', async () => {
    const session = await assumed(await createRole(trustAccount(aws.aws.accountId)), { DurationSeconds: '900' });
    aws.aws.clock.offsetMs += 901_000;
    expect((await aws.pca('ListCertificateAuthorities', {}, session)).error).toBe('ExpiredTokenException');
    const { body } = await aws.query('sts', { Action: 'GetCallerIdentity' }, session);
    expect(between(body, 'Code')).toBe('ExpiredToken');
  });

  test('is not assumed for longer than it allows', async () => {
    const roleArn = await createRole(trustAccount(aws.aws.accountId));
    expect(await assume(roleArn, { DurationSeconds: '7200' })).toBe('ValidationError');
  });
});

test('a CA of another region is not found', async () => {
  const there = new InProcessAws({ region: 'us-east-1' });
  const elsewhere = await activeRoot(there, { commonName: 'root' });
  expect((await aws.pca('DescribeCertificateAuthority', { CertificateAuthorityArn: elsewhere })).error).toBe(
    'ResourceNotFoundException',
  );
  expect((await issue(aws, elsewhere, csr)).error).toBe('ResourceNotFoundException');
});
