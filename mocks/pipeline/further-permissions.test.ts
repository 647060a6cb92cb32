import { beforeEach, describe, expect, test } from '@jest/globals';
import { InProcessAws, type Signer } from '../testing/in-process-aws.ts';
import { activeRoot } from '../testing/in-process-hierarchy.ts';

let aws: InProcessAws;

beforeEach(() => {
  aws = new InProcessAws();
});

const documentOf = (...statements: object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

const allow = (actions: readonly string[], Resource: string | readonly string[] = '*') => ({
  Effect: 'Allow',
  Action: actions,
  Resource,
});

const between = (body: string | Buffer, name: string): string =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(String(body))?.[1] ?? '';

async function iam(form: Record<string, string>, signer?: Signer) {
  const { status, body } = await aws.query('iam', form, signer);
  return { status, body, message: between(body, 'Message') };
}

/** A user with just these statements. */
async function userWith(...statements: object[]): Promise<Signer> {
  await iam({ Action: 'CreateUser', UserName: 'dev' });
  const PolicyDocument = documentOf(...statements);
  await iam({ Action: 'PutUserPolicy', UserName: 'dev', PolicyName: 'rights', PolicyDocument });
  const { body } = await iam({ Action: 'CreateAccessKey', UserName: 'dev' });
  return { accessKeyId: between(body, 'AccessKeyId'), secretAccessKey: between(body, 'SecretAccessKey') };
}

async function createCa(signer: Signer, more: object = {}): Promise<string> {
  const { error, body } = await aws.pca(
    'CreateCertificateAuthority',
    {
      CertificateAuthorityType: 'ROOT',
      CertificateAuthorityConfiguration: {
        KeyAlgorithm: 'EC_prime256v1',
        SigningAlgorithm: 'SHA256WITHECDSA',
        Subject: { CommonName: 'root' },
      },
      ...more,
    },
    signer,
  );
  return error === undefined ? 'created' : `${error}: ${String(body['message'])}`;
}

const tags = { Tags: [{ Key: 'team', Value: 'mesh' }] };

describe('CreateCertificateAuthority', () => {
  test('is authorised on every CA of the account and region, which its refusal names', async () => {
    const { accountId, region } = aws.aws;
    const resource = `arn:aws:acm-pca:${region}:${accountId}:certificate-authority/*`;
    const create = ['acm-pca:CreateCertificateAuthority'];
    expect(await createCa(await userWith(allow(create, resource)))).toBe('created');
    aws = new InProcessAws();
    expect(await createCa(await userWith(allow(create, resource.replace(region, 'us-west-2'))))).toContain(
      `is not authorized to perform: acm-pca:CreateCertificateAuthority on resource: ${resource} because no identity-based policy`,
    );
  });

  test('needs TagCertificateAuthority besides, with tags alone', async () => {
    const signer = await userWith(allow(['acm-pca:CreateCertificateAuthority']));
    expect(await createCa(signer)).toBe('created');
    expect(await createCa(signer, tags)).toMatch(
      /AccessDeniedException: .*perform: acm-pca:TagCertificateAuthority on/,
    );
  });

  test('shows the tags of the request to the policies, for the tagging too', async () => {
    const Condition = { StringEquals: { 'aws:RequestTag/team': 'mesh' } };
    const signer = await userWith({ ...allow(['acm-pca:CreateCertificateAuthority', 'acm-pca:Tag*']), Condition });
    expect(await createCa(signer, tags)).toBe('created');
    expect(await createCa(signer, { Tags: [{ Key: 'team', Value: 'other' }] })).toMatch(/AccessDenied/);
  });
});

describe('an entity of IAM that is made with tags needs the right to tag it besides', () => {
  const document = documentOf({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' });
  test.each<[string, string, Record<string, string>]>([
    ['CreateUser', 'iam:TagUser', { UserName: 'new' }],
    ['CreateRole', 'iam:TagRole', { RoleName: 'new', AssumeRolePolicyDocument: document }],
    ['CreatePolicy', 'iam:TagPolicy', { PolicyName: 'new', PolicyDocument: documentOf(allow(['s3:*'])) }],
    ['CreateOpenIDConnectProvider', 'iam:TagOpenIDConnectProvider', { Url: 'https://oidc.example/1' }],
  ])('%s: %s', async (Action, tagAction, form) => {
    const tagged = { Action, ...form, 'Tags.member.1.Key': 'team', 'Tags.member.1.Value': 'mesh' };
    const signer = await userWith(allow([`iam:${Action}`]));
    expect((await iam(tagged, signer)).message).toContain(
      `is not authorized to perform: ${tagAction} on resource: arn:`,
    );
    expect((await iam({ Action, ...form }, signer)).status).toBe(200);
    aws = new InProcessAws();
    expect((await iam(tagged, await userWith(allow([`iam:${Action}`, tagAction])))).status).toBe(200);
  });
});

test('a policy may say which policies may be attached', async () => {
  const account = `arn:aws:iam::${aws.aws.accountId}`;
  const AssumeRolePolicyDocument = documentOf(trust(account, ['sts:AssumeRole']));
  await iam({ Action: 'CreateRole', RoleName: 'role', AssumeRolePolicyDocument });
  const PolicyDocument = documentOf(allow(['s3:*']));
  for (const Path of ['/ours/', '/'])
    await iam({ Action: 'CreatePolicy', PolicyName: `p${Path.length}`, Path, PolicyDocument });
  const Condition = { ArnLike: { 'iam:PolicyARN': `${account}:policy/ours/*` } };
  const signer = await userWith({ ...allow(['iam:AttachRolePolicy', 'iam:DetachRolePolicy']), Condition });
  const change = async (Action: string, policy: string) =>
    (await iam({ Action, RoleName: 'role', PolicyArn: `${account}:policy${policy}` }, signer)).status;
  expect(await change('AttachRolePolicy', '/p1')).toBe(403);
  expect(await change('AttachRolePolicy', '/ours/p6')).toBe(200);
  expect(await change('DetachRolePolicy', '/ours/p6')).toBe(200);
});

const trust = (principal: string, Action: readonly string[]) => ({
  Effect: 'Allow',
  Principal: { AWS: principal.endsWith(aws.aws.accountId) ? `${principal}:root` : principal },
  Action,
});

describe('a session', () => {
  const open = async (roleArn: string, more: Record<string, string> = {}, signer?: Signer) => {
    const form = { Action: 'AssumeRole', RoleArn: roleArn, RoleSessionName: 'session', ...more };
    const { status, body } = await aws.query('sts', form, signer);
    if (status !== 200) return between(body, 'Message');
    return {
      accessKeyId: between(body, 'AccessKeyId'),
      secretAccessKey: between(body, 'SecretAccessKey'),
      sessionToken: between(body, 'SessionToken'),
    };
  };
  const role = async (...actions: readonly string[]) => {
    const AssumeRolePolicyDocument = documentOf(trust(`arn:aws:iam::${aws.aws.accountId}`, actions));
    return between((await iam({ Action: 'CreateRole', RoleName: 'role', AssumeRolePolicyDocument })).body, 'Arn');
  };
  const sessionTags = { 'Tags.member.1.Key': 'team', 'Tags.member.1.Value': 'mesh' };

  test.each<[string, Record<string, string>]>([
    ['sts:TagSession', sessionTags],
    ['sts:SetSourceIdentity', { SourceIdentity: 'jane' }],
  ])('that is given more needs %s, of the caller and in the trust policy', async (action, more) => {
    const missing = (message: unknown) =>
      expect(message).toContain(`is not authorized to perform: ${action} on resource`);
    const trusting = await role('sts:AssumeRole', action);
    const signer = await userWith(allow(['sts:AssumeRole']));
    missing(await open(trusting, more, signer));
    expect(typeof (await open(trusting, {}, signer))).toBe('object');
    aws = new InProcessAws();
    const silent = await role('sts:AssumeRole');
    missing(await open(silent, more, await userWith(allow(['sts:AssumeRole', action]))));
    aws = new InProcessAws();
    const both = await open(
      await role('sts:AssumeRole', action),
      more,
      await userWith(allow(['sts:AssumeRole', action])),
    );
    expect(typeof both).toBe('object');
  });

  test('has of what a resource policy grants to its role only what its session policy allows', async () => {
    const arn = await activeRoot(aws, { commonName: 'root' });
    const roleArn = await role('sts:AssumeRole');
    const grantTo = async (principal: string) => {
      const Action = ['acm-pca:DescribeCertificateAuthority'];
      const Policy = documentOf({ Effect: 'Allow', Principal: { AWS: principal }, Action, Resource: arn });
      expect((await aws.pca('PutPolicy', { ResourceArn: arn, Policy })).error).toBeUndefined();
    };
    const narrow = documentOf(allow(['acm-pca:ListCertificateAuthorities']));
    const [whole, narrowed] = [await open(roleArn), await open(roleArn, { Policy: narrow })];
    if (typeof whole === 'string' || typeof narrowed === 'string') throw new Error('The role was not assumed');
    const describeAs = (signer: Signer) =>
      aws.pca('DescribeCertificateAuthority', { CertificateAuthorityArn: arn }, signer);

    await grantTo(roleArn);
    expect((await describeAs(whole)).error).toBeUndefined();
    expect((await describeAs(narrowed)).body['message']).toContain('because no session policy allows');
    await grantTo(roleArn.replace(':iam:', ':sts:').replace(':role/role', ':assumed-role/role/session'));
    expect((await describeAs(narrowed)).error).toBeUndefined();
  });

  test('has of what a resource policy grants to its role only what the permissions boundary allows', async () => {
    const arn = await activeRoot(aws, { commonName: 'root' });
    const PolicyDocument = documentOf(allow(['acm-pca:ListCertificateAuthorities']));
    const boundary = between((await iam({ Action: 'CreatePolicy', PolicyName: 'most', PolicyDocument })).body, 'Arn');
    const roleArn = await role('sts:AssumeRole');
    await iam({ Action: 'PutRolePermissionsBoundary', RoleName: 'role', PermissionsBoundary: boundary });
    const Action = ['acm-pca:DescribeCertificateAuthority'];
    const Policy = documentOf({ Effect: 'Allow', Principal: { AWS: roleArn }, Action, Resource: arn });
    await aws.pca('PutPolicy', { ResourceArn: arn, Policy });
    const session = await open(roleArn);
    if (typeof session === 'string') throw new Error(session);
    const answer = await aws.pca('DescribeCertificateAuthority', { CertificateAuthorityArn: arn }, session);
    expect(answer.body['message']).toContain('because no permissions boundary allows');
  });
});

describe('who has AWS Private CA write to a bucket', () => {
  const CrlConfiguration = { Enabled: true, ExpirationInDays: 7, S3BucketName: 'crls' };
  const more = { RevocationConfiguration: { CrlConfiguration } };

  beforeEach(async () => {
    const send = (path: string, query: string, body: string) =>
      aws.aws.handle(aws.sign({ method: 'PUT', path, query, headers: {}, body: Buffer.from(body) }, 's3'));
    await send('/crls', '', '');
    const Principal = { Service: 'acm-pca.amazonaws.com' };
    await send('/crls', 'policy=', documentOf({ ...allow(['s3:*'], 'arn:aws:s3:::crls/*'), Principal }));
  });

  const denied = /AccessDeniedException: .*perform: s3:PutObject on resource: arn:aws:s3:::crls\/crl\/\*\.crl/;

  test('must be able to write there too: the CRL of a new CA', async () => {
    expect(await createCa(await userWith(allow(['acm-pca:*'])), more)).toMatch(denied);
    const write = allow(['s3:PutObject'], 'arn:aws:s3:::crls/*');
    await iam({ Action: 'PutUserPolicy', UserName: 'dev', PolicyName: 'write', PolicyDocument: documentOf(write) });
    const { body } = await iam({ Action: 'CreateAccessKey', UserName: 'dev' });
    const signer = { accessKeyId: between(body, 'AccessKeyId'), secretAccessKey: between(body, 'SecretAccessKey') };
    expect(await createCa(signer, more)).toBe('created');
  });

  test('must be able to write there too: the CRL of a CA that is changed, and an audit report', async () => {
    const CertificateAuthorityArn = await activeRoot(aws, { commonName: 'root' });
    const signer = await userWith(allow(['acm-pca:*']));
    const id = CertificateAuthorityArn.split('/').at(-1);
    const updated = await aws.pca('UpdateCertificateAuthority', { CertificateAuthorityArn, ...more }, signer);
    expect(updated.body['message']).toContain(`s3:PutObject on resource: arn:aws:s3:::crls/crl/${id}.crl`);
    const report = { CertificateAuthorityArn, S3BucketName: 'crls', AuditReportResponseFormat: 'JSON' };
    const audited = await aws.pca('CreateCertificateAuthorityAuditReport', report, signer);
    expect(audited.body['message']).toContain(`s3:PutObject on resource: arn:aws:s3:::crls/audit-report/${id}/*`);
    expect((await aws.pca('CreateCertificateAuthorityAuditReport', report)).error).toBeUndefined();
  });
});
