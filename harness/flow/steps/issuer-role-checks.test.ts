import { createSign, generateKeyPairSync } from 'node:crypto';
import { CreatePolicyVersionCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
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

/** Makes these actions on the CA the role's managed policy. */
const allow = (actions: readonly string[]) =>
  awsClients(account).iam.send(
    new CreatePolicyVersionCommand({
      PolicyArn: role.policyArn,
      SetAsDefault: true,
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: actions, Resource: issuingCaArn }],
      }),
    }),
  );

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
    await allow(['acm-pca:DescribeCertificateAuthority', 'acm-pca:GetCertificate']);
    expect(await check()).toContainEqual(
      expect.objectContaining({
        id: 'iam-role-policy',
        outcome: 'failed',
        observed: 'authorised: DescribeCertificateAuthority, GetCertificate',
      }),
    );
  });

  test('fails when the role may do more than it needs', async () => {
    await allow(['acm-pca:DescribeCertificateAuthority', 'acm-pca:GetCertificate', 'acm-pca:IssueCertificate']);
    await awsClients(account).iam.send(
      new PutRolePolicyCommand({
        RoleName: role.roleName,
        PolicyName: 'too-much',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'acm-pca:*', Resource: '*' }],
        }),
      }),
    );
    const [, policy] = await check();
    expect(policy).toMatchObject({ outcome: 'failed', observed: expect.stringContaining('RevokeCertificate') });
  });
});
