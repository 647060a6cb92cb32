import { createSign, generateKeyPairSync } from 'node:crypto';
import {
  AttachRolePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  ListPolicyVersionsCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningMockAws, startMockAws } from '../../../mocks/server.ts';
import type { AwsAccount } from '../../aws/aws-account.ts';
import { awsClients } from '../../aws/aws-clients.ts';
import { createHierarchy } from '../../aws/ca-hierarchy.ts';
import { planCas } from '../../aws/ca-plan.ts';
import { createIssuerRole, type IssuerRole } from '../../aws/issuer-role.ts';
import { MockAwsEnvironment } from '../../aws/mock-environment.ts';
import { accountOf } from '../../aws/testing/account-of.ts';
import { checkIssuerRole } from './issuer-role-checks.ts';

const issuer = 'https://oidc.eks.us-east-1.amazonaws.com/id/TEST';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const signal = new AbortController().signal;

let server: RunningMockAws;
let account: AwsAccount;
let role: IssuerRole;
let issuingCaArn: string;

/** A service account token as a cluster signs it. */
function token(subject = 'system:serviceaccount:cert-manager:aws-pca-issuer'): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const claims = { iss: issuer, aud: ['sts.amazonaws.com'], sub: subject, iat: nowSeconds, exp: nowSeconds + 600 };
  const signed = `${encode({ alg: 'RS256', kid: 'k1' })}.${encode(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
}

beforeAll(async () => {
  server = await startMockAws({ region: 'us-east-1' });
  account = accountOf(server);
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' };
  await new MockAwsEnvironment().publishOidcIssuer(account, { issuer, jwks: { keys: [jwk] } });
  const hierarchy = await createHierarchy(awsClients(account).acmPca, {
    runId: 'r1',
    keyAlgorithm: 'EC_prime256v1',
    plan: planCas({ depth: 2, issuingPathLength: 1 }),
    signal,
    waitingFor: () => undefined,
  });
  issuingCaArn = hierarchy.issuingCaArn;
  role = await createIssuerRole(awsClients(account).iam, {
    runId: 'r1',
    account,
    caArn: issuingCaArn,
    trust: { by: 'web-identity', oidcIssuer: issuer },
    signal,
  });
}, 30_000);

afterAll(() => server.close());

const check = (webIdentity = token()) => checkIssuerRole({ account, role, issuingCaArn, token: webIdentity, signal });

const needed = ['acm-pca:DescribeCertificateAuthority', 'acm-pca:GetCertificate', 'acm-pca:IssueCertificate'];
const iamOf = () => awsClients(account).iam;

/** Makes this statement the role's managed policy, which keeps five versions at most. */
async function allow(...statements: readonly object[]): Promise<void> {
  const PolicyArn = role.policyArn;
  const { Versions = [] } = await iamOf().send(new ListPolicyVersionsCommand({ PolicyArn }));
  for (const { VersionId, IsDefaultVersion } of Versions) {
    if (!IsDefaultVersion) await iamOf().send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  }
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  await iamOf().send(new CreatePolicyVersionCommand({ PolicyArn, SetAsDefault: true, PolicyDocument }));
}

const exact = () => ({ Effect: 'Allow', Action: needed, Resource: issuingCaArn });

describe('checkIssuerRole', () => {
  test('holds for the role as the flow creates it', async () => {
    expect(await check()).toEqual([
      expect.objectContaining({ id: 'iam-role-assumed', outcome: 'passed' }),
      expect.objectContaining({ id: 'iam-role-policy', outcome: 'passed' }),
    ]);
  });

  test("refuses another service account's token", async () => {
    await expect(check(token('system:serviceaccount:default:default'))).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('fails when the policy lacks an action, and shows what is left', async () => {
    await allow({ ...exact(), Action: needed.slice(0, 2) });
    expect(await check()).toContainEqual(
      expect.objectContaining({
        id: 'iam-role-policy',
        outcome: 'failed',
        observed: expect.stringContaining('authorised: DescribeCertificateAuthority, GetCertificate'),
      }),
    );
  });

  test.each<[string, () => object[], string]>([
    [
      'all but the two calls that used to be tried',
      () => [
        {
          Effect: 'Allow',
          NotAction: ['acm-pca:ListCertificateAuthorities', 'acm-pca:RevokeCertificate'],
          Resource: '*',
        },
      ],
      'NotAction ',
    ],
    ['one action more', () => [{ ...exact(), Action: [...needed, 'acm-pca:GetPolicy'] }], 'Action '],
    ['every CA', () => [{ ...exact(), Resource: '*' }], 'Resource "*"'],
    ['a CA and every other', () => [{ ...exact(), Resource: [issuingCaArn, `${issuingCaArn}*`] }], 'Resource ['],
    [
      'a condition that happens to hold',
      () => [{ ...exact(), Condition: { StringNotEquals: { 'aws:PrincipalTag/team': 'none' } } }],
      'Condition ',
    ],
    [
      'a second statement',
      () => [exact(), { Effect: 'Deny', Action: 'acm-pca:RevokeCertificate', Resource: '*' }],
      '2 statements',
    ],
  ])('fails for a policy that allows %s', async (_, statements, fault) => {
    await allow(...statements());
    const [, policy] = await check();
    expect(policy).toMatchObject({ outcome: 'failed', observed: expect.stringContaining(fault) });
  });

  test('fails for another policy attached to the role, or part of it', async () => {
    await allow(exact());
    const other = { RoleName: role.roleName, PolicyArn: 'arn:aws:iam::aws:policy/AWSPrivateCAReadOnly' };
    await iamOf().send(new AttachRolePolicyCommand(other));
    expect((await check())[1]).toMatchObject({
      outcome: 'failed',
      observed: expect.stringContaining('policies attached: 2'),
    });
    await iamOf().send(new DetachRolePolicyCommand(other));

    const inline = { RoleName: role.roleName, PolicyName: 'too-much' };
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['acm-pca:*', 'iam:*'], Resource: '*' }],
    });
    await iamOf().send(new PutRolePolicyCommand({ ...inline, PolicyDocument }));
    const [, policy] = await check();
    expect(policy?.observed).toContain('inline policy too-much');
    for (const call of ['RevokeCertificate', 'DeleteCertificateAuthority', 'of another CA', 'iam:ListRoles']) {
      expect(policy?.observed).toContain(call);
    }
    await iamOf().send(new DeleteRolePolicyCommand(inline));
    expect((await check())[1]).toMatchObject({ outcome: 'passed' });
  });
});
