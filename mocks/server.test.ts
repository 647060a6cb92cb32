import { createSign, generateKeyPairSync } from 'node:crypto';
import { DescribeCertificateAuthorityCommand, IssueCertificateCommand } from '@aws-sdk/client-acm-pca';
import {
  AttachRolePolicyCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { faultsPath, type Journal, journalPath, oidcIssuersPath } from './contract.ts';
import { type RunningMockAws, startMockAws } from './server.ts';
import { caCertificate, createRoot, createSubordinate, issueAndGet } from './testing/hierarchy.ts';
import { certificateText, verifyStrict } from './testing/openssl.ts';
import { newCsr } from './testing/requests.ts';
import { type SdkClients, sdkClients } from './testing/sdk-clients.ts';

const issuer = 'https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
const subject = 'system:serviceaccount:cert-manager:aws-pca-issuer';
const subordinateCaTemplate = 'arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen0/V1';

let aws: RunningMockAws;
let clients: SdkClients;
let rootArn: string;
let subordinateArn: string;

beforeAll(async () => {
  aws = await startMockAws();
  clients = sdkClients(aws);
  rootArn = await createRoot(clients.pca, { commonName: 'root' });
  subordinateArn = await createSubordinate(clients.pca, rootArn, 1, { commonName: 'subordinate' });
});

afterAll(() => aws.close());

describe('the hierarchy of the guide, made with the AWS SDK', () => {
  test('both authorities are active', async () => {
    for (const CertificateAuthorityArn of [rootArn, subordinateArn]) {
      const described = await clients.pca.send(new DescribeCertificateAuthorityCommand({ CertificateAuthorityArn }));
      expect(described.CertificateAuthority?.Status).toBe('ACTIVE');
    }
  });

  test('a CA certificate for Istio comes with a chain that ends with the root, and openssl verifies it strictly', async () => {
    const istio = await issueAndGet(clients.pca, {
      CertificateAuthorityArn: subordinateArn,
      Csr: await newCsr({ CommonName: 'istio-ca' }),
      SigningAlgorithm: 'SHA256WITHRSA',
      TemplateArn: subordinateCaTemplate,
      Validity: { Type: 'DAYS', Value: 90 },
    });
    const root = await caCertificate(clients.pca, rootArn);
    expect(istio.chain).toBe(`${await caCertificate(clients.pca, subordinateArn)}\n${root}`);
    expect(await verifyStrict(root, istio.chain, istio.certificate)).toMatch(/OK/);
    const text = await certificateText(istio.certificate);
    expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
    expect(text).toMatch(/Key Usage: critical\s+Digital Signature, Certificate Sign, CRL Sign/);
  });

  test('a subordinate with path length 0 refuses a CA certificate', async () => {
    const closed = await createSubordinate(clients.pca, rootArn, 0, { commonName: 'closed' });
    const request = new IssueCertificateCommand({
      CertificateAuthorityArn: closed,
      Csr: await newCsr({ CommonName: 'istio-ca' }),
      SigningAlgorithm: 'SHA256WITHRSA',
      TemplateArn: subordinateCaTemplate,
      Validity: { Type: 'DAYS', Value: 90 },
    });
    await expect(clients.pca.send(request)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('a role for a service account', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const roleArn = () => `arn:aws:iam::${aws.accountId}:role/issuer`;

  beforeAll(async () => {
    const provider = await clients.iam.send(
      new CreateOpenIDConnectProviderCommand({ Url: issuer, ClientIDList: ['sts.amazonaws.com'] }),
    );
    const host = issuer.replace('https://', '');
    await clients.iam.send(
      new CreateRoleCommand({
        RoleName: 'issuer',
        AssumeRolePolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Federated: provider.OpenIDConnectProviderArn },
              Action: 'sts:AssumeRoleWithWebIdentity',
              Condition: { StringEquals: { [`${host}:sub`]: subject, [`${host}:aud`]: 'sts.amazonaws.com' } },
            },
          ],
        }),
      }),
    );
    const policy = await clients.iam.send(
      new CreatePolicyCommand({
        PolicyName: 'issuer',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: ['acm-pca:DescribeCertificateAuthority'], Resource: subordinateArn }],
        }),
      }),
    );
    await clients.iam.send(new AttachRolePolicyCommand({ RoleName: 'issuer', PolicyArn: policy.Policy?.Arn }));
  });

  const token = (claims: object = {}): string => {
    const now = Math.floor(Date.now() / 1000);
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const payload = { iss: issuer, sub: subject, aud: ['sts.amazonaws.com'], iat: now, exp: now + 600, ...claims };
    const signed = `${encode({ alg: 'RS256', kid: 'key-1' })}.${encode(payload)}`;
    return `${signed}.${createSign('sha256').update(signed).sign(privateKey, 'base64url')}`;
  };

  const assume = (WebIdentityToken: string) =>
    // No credentials at all: the token is what identifies the caller.
    new STSClient({ endpoint: aws.endpoint, region: aws.region, maxAttempts: 1 }).send(
      new AssumeRoleWithWebIdentityCommand({ RoleArn: roleArn(), RoleSessionName: 'issuer', WebIdentityToken }),
    );

  const publish = async () => {
    const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'key-1' }] };
    const response = await fetch(aws.admin + oidcIssuersPath, {
      method: 'PUT',
      body: JSON.stringify({ issuer, jwks }),
    });
    expect(response.status).toBe(200);
  };

  test('is refused while nobody can fetch the issuer’s keys', async () => {
    await expect(assume(token())).rejects.toMatchObject({
      name: 'InvalidIdentityTokenException',
      message: expect.stringMatching(/retrieve verification key/),
    });
  });

  test('gives the service account what its policy allows, and nothing else', async () => {
    await publish();
    const { Credentials, SubjectFromWebIdentityToken } = await assume(token());
    expect(SubjectFromWebIdentityToken).toBe(subject);
    const role = sdkClients(aws, {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    });
    const identity = await role.sts.send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe(`arn:aws:sts::${aws.accountId}:assumed-role/issuer/issuer`);
    const described = await role.pca.send(
      new DescribeCertificateAuthorityCommand({ CertificateAuthorityArn: subordinateArn }),
    );
    expect(described.CertificateAuthority?.Arn).toBe(subordinateArn);
    await expect(
      role.pca.send(new DescribeCertificateAuthorityCommand({ CertificateAuthorityArn: rootArn })),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(/no identity-based policy allows the acm-pca:DescribeCertificateAuthority action/),
    });
  });

  test.each([
    ['another subject', { sub: 'system:serviceaccount:default:thief' }, 'AccessDenied'],
    ['another audience', { aud: ['somebody-else'] }, 'InvalidIdentityTokenException'],
    ['an expired token', { exp: 1_000_000_000 }, 'ExpiredTokenException'],
    ['an unregistered issuer', { iss: 'https://example.com' }, 'InvalidIdentityTokenException'],
  ])('refuses %s', async (_name, claims, error) => {
    await publish();
    await expect(assume(token(claims))).rejects.toMatchObject({ name: error });
  });

  test('refuses a token that was altered', async () => {
    await publish();
    const [header, , signature] = token().split('.');
    const [, claims] = token({ sub: 'system:serviceaccount:cert-manager:other' }).split('.');
    await expect(assume(`${header}.${claims}.${signature}`)).rejects.toMatchObject({
      name: 'InvalidIdentityTokenException',
    });
  });
});

test('the journal names each call and its caller, and no secret', async () => {
  await clients.sts.send(new GetCallerIdentityCommand({}));
  const response = await fetch(aws.admin + journalPath);
  const text = await response.text();
  expect(text).not.toContain(aws.secretAccessKey);
  const { entries } = JSON.parse(text) as Journal;
  expect(entries.at(-1)).toMatchObject({
    service: 'sts',
    operation: 'GetCallerIdentity',
    principalArn: `arn:aws:iam::${aws.accountId}:user/administrator`,
    status: 200,
    errorCode: null,
  });
});

test('a wrong secret is refused by every service under its own code', async () => {
  const stranger = sdkClients(aws, { accessKeyId: aws.accessKeyId, secretAccessKey: 'wrong' });
  await expect(stranger.sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: 'SignatureDoesNotMatch',
  });
  await expect(
    stranger.pca.send(new DescribeCertificateAuthorityCommand({ CertificateAuthorityArn: rootArn })),
  ).rejects.toMatchObject({ name: 'InvalidSignatureException' });
});

test('two throttled requests stay invisible to a client that tries three times, and three do not', async () => {
  const throttle = (times: number) =>
    fetch(aws.admin + faultsPath, {
      method: 'POST',
      body: JSON.stringify({ when: { times }, effect: { kind: 'throttle' } }),
    });
  const patient = sdkClients(aws, aws, 3);
  const describeRoot = () =>
    patient.pca.send(new DescribeCertificateAuthorityCommand({ CertificateAuthorityArn: rootArn }));
  await throttle(2);
  expect((await describeRoot()).$metadata.attempts).toBe(3);
  await throttle(3);
  await expect(describeRoot()).rejects.toMatchObject({ name: 'ThrottlingException' });
}, 20_000);
