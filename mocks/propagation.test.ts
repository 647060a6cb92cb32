import { beforeEach, describe, expect, test } from '@jest/globals';
import { InProcessAws, type Signer } from './testing/in-process-aws.ts';

const delayMs = 15_000;
let aws: InProcessAws;

beforeEach(async () => {
  aws = new InProcessAws();
  await aws.admin('PUT', '/settings', { propagationDelayMs: delayMs });
});

const documentOf = (statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const between = (body: string | Buffer, name: string): string =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(String(body))?.[1] ?? '';

/** What IAM or STS answers: its error's code, or undefined. */
async function refusal(service: 'iam' | 'sts', form: Record<string, string>, signer?: Signer) {
  const { status, body } = await aws.query(service, form, signer);
  return status === 200 ? undefined : between(body, 'Code');
}

const later = () => {
  aws.aws.clock.offsetMs += delayMs;
};

const trust = documentOf({ Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'sts:AssumeRole' });
const roleArn = 'arn:aws:iam::123456789012:role/r';
const policyArn = 'arn:aws:iam::123456789012:policy/p';
const createRole = (document = trust) =>
  refusal('iam', { Action: 'CreateRole', RoleName: 'r', AssumeRolePolicyDocument: document });
const createPolicy = () =>
  refusal('iam', {
    ...{ Action: 'CreatePolicy', PolicyName: 'p' },
    PolicyDocument: documentOf({ Effect: 'Allow', Action: 'acm-pca:*', Resource: '*' }),
  });
const attach = () => refusal('iam', { Action: 'AttachRolePolicy', RoleName: 'r', PolicyArn: policyArn });
const assume = () => aws.query('sts', { Action: 'AssumeRole', RoleArn: roleArn, RoleSessionName: 'session' });

async function session(): Promise<Signer> {
  const { body } = await assume();
  return {
    accessKeyId: between(body, 'AccessKeyId'),
    secretAccessKey: between(body, 'SecretAccessKey'),
    sessionToken: between(body, 'SessionToken'),
  };
}

describe('with a propagation delay', () => {
  test('a new role is unknown to IAM and STS, and not listed, though its name is taken', async () => {
    expect(await createRole()).toBeUndefined();
    expect(await createRole()).toBe('EntityAlreadyExists');
    expect(await refusal('iam', { Action: 'GetRole', RoleName: 'r' })).toBe('NoSuchEntity');
    expect(String((await aws.query('iam', { Action: 'ListRoles' })).body)).not.toContain(roleArn);
    expect(between((await assume()).body, 'Code')).toBe('AccessDenied');
    later();
    expect(await refusal('iam', { Action: 'GetRole', RoleName: 'r' })).toBeUndefined();
    expect((await assume()).status).toBe(200);
  });

  test('a new policy cannot be attached; attached, it counts later; detached, its role cannot be deleted', async () => {
    await createRole();
    later();
    expect(await createPolicy()).toBeUndefined();
    expect(await attach()).toBe('NoSuchEntity');
    later();
    const signer = await session();
    later();
    expect(await attach()).toBeUndefined();
    expect((await aws.pca('ListCertificateAuthorities', {}, signer)).error).toBe('AccessDeniedException');
    later();
    expect((await aws.pca('ListCertificateAuthorities', {}, signer)).error).toBeUndefined();
    await refusal('iam', { Action: 'DetachRolePolicy', RoleName: 'r', PolicyArn: policyArn });
    expect(await refusal('iam', { Action: 'DeleteRole', RoleName: 'r' })).toBe('DeleteConflict');
    expect(await refusal('iam', { Action: 'DeletePolicy', PolicyArn: policyArn })).toBe('DeleteConflict');
    later();
    expect(await refusal('iam', { Action: 'DeleteRole', RoleName: 'r' })).toBeUndefined();
  });

  test('a new session is unknown to every service', async () => {
    await createRole();
    later();
    const signer = await session();
    expect(await refusal('sts', { Action: 'GetCallerIdentity' }, signer)).toBe('InvalidClientTokenId');
    expect((await aws.pca('ListCertificateAuthorities', {}, signer)).error).toBe('UnrecognizedClientException');
    later();
    expect(await refusal('sts', { Action: 'GetCallerIdentity' }, signer)).toBeUndefined();
  });

  test('a new OIDC provider is no principal of a role yet', async () => {
    const Url = 'https://oidc.example.com/id/1';
    expect(await refusal('iam', { Action: 'CreateOpenIDConnectProvider', Url })).toBeUndefined();
    const Federated = 'arn:aws:iam::123456789012:oidc-provider/oidc.example.com/id/1';
    const document = documentOf({ Effect: 'Allow', Principal: { Federated }, Action: 'sts:AssumeRoleWithWebIdentity' });
    expect(await createRole(document)).toBe('MalformedPolicyDocument');
    later();
    expect(await createRole(document)).toBeUndefined();
  });

  test('a new CA is not found, and not listed', async () => {
    const { body } = await aws.pca('CreateCertificateAuthority', {
      CertificateAuthorityType: 'ROOT',
      CertificateAuthorityConfiguration: {
        ...{ KeyAlgorithm: 'EC_prime256v1', SigningAlgorithm: 'SHA256WITHECDSA', Subject: { CommonName: 'root' } },
      },
    });
    const ca = { CertificateAuthorityArn: body['CertificateAuthorityArn'] };
    expect((await aws.pca('DescribeCertificateAuthority', ca)).error).toBe('ResourceNotFoundException');
    expect((await aws.pca('ListCertificateAuthorities', {})).body['CertificateAuthorities']).toEqual([]);
    later();
    expect((await aws.pca('DescribeCertificateAuthority', ca)).error).toBeUndefined();
  });
});
