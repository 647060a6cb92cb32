import { CreateCertificateAuthorityCommand, PutPolicyCommand } from '@aws-sdk/client-acm-pca';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { accountsPath, authoritiesPath, type OpenedAccount } from '../../mocks/contract.ts';
import { type RunningMockAws, startMockAws } from '../../mocks/server.ts';
import { exitCode } from '../errors/exit-code.ts';
import type { MockAwsAccount } from './aws-account.ts';
import { awsClients } from './aws-clients.ts';
import { type CaHierarchy, createHierarchy } from './ca-hierarchy.ts';
import { type PlannedCa, planCas } from './ca-plan.ts';
import { existingHierarchy } from './existing-ca.ts';
import { accountOf } from './testing/account-of.ts';

const { signal } = new AbortController();
const dayMs = 86_400_000;
let server: RunningMockAws;
let owner: MockAwsAccount;
let other: MockAwsAccount;
let standing: CaHierarchy;

const admin = (method: string, path: string, body: object) =>
  fetch(new URL(path, server.admin), { method, body: JSON.stringify(body) });

beforeAll(async () => {
  server = await startMockAws({ region: 'us-east-1', settings: { creationDelayMs: 0, issuanceDelayMs: 0 } });
  owner = accountOf(server);
  const opened = (await (await admin('POST', accountsPath, { accountId: '210987654321' })).json()) as OpenedAccount;
  const administrator = { accessKeyId: opened.accessKeyId, secretAccessKey: opened.secretAccessKey };
  other = { ...owner, accountId: opened.accountId, administrator };
  standing = await create(planCas({ depth: 2, issuingPathLength: 1 }));
});

afterAll(() => server.close());

const create = (plan: readonly PlannedCa[]) =>
  createHierarchy(awsClients(owner).acmPca, {
    ...{ runId: 'before', keyAlgorithm: 'EC_prime256v1', plan, signal, waitingFor: () => undefined },
  });

const look = (arn: string, { as = owner, days = 90 }: { as?: MockAwsAccount; days?: number } = {}) =>
  existingHierarchy(awsClients(as).acmPca, {
    ...{ arn, accountId: as.accountId, partition: 'aws', region: 'us-east-1', now: new Date(), signal },
    istioCaDurationMs: days * dayMs,
  });

const [root, subordinate] = planCas({ depth: 2, issuingPathLength: 1 }) as [PlannedCa, PlannedCa];

describe('a CA that is there already', () => {
  test('is taken with what stands above it, and is not ours to remove', async () => {
    const { cas, issuingCaArn, origin } = await look(standing.issuingCaArn);
    expect(origin).toBe('existing');
    expect(issuingCaArn).toBe(standing.issuingCaArn);
    expect(cas.map(({ role, arn, pathLength }) => ({ role, arn, pathLength }))).toEqual([
      { role: 'root', arn: undefined, pathLength: undefined },
      { role: 'subordinate', arn: standing.issuingCaArn, pathLength: 1 },
    ]);
    expect(cas.at(-1)?.serial).toBe(standing.cas.at(-1)?.serial);
  });

  test('is refused with path length 0', async () => {
    const template = 'arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen0/V1';
    const { issuingCaArn } = await create([root, { ...subordinate, template, pathLength: 0 }]);
    await expect(look(issuingCaArn)).rejects.toMatchObject({
      exitCode: exitCode.usage,
      message: expect.stringContaining('path length is 0'),
    });
  });

  test('is refused when Istio would outlive it', async () => {
    const { issuingCaArn } = await create([root, { ...subordinate, validityDays: 30 }]);
    await expect(look(issuingCaArn)).rejects.toThrow('cannot outlive it');
    await expect(look(issuingCaArn, { days: 20 })).resolves.toMatchObject({ issuingCaArn });
  });

  test('is refused in short-lived mode, for all its reasons at once', async () => {
    const { CertificateAuthorityArn = '' } = await awsClients(owner).acmPca.send(
      new CreateCertificateAuthorityCommand({
        CertificateAuthorityType: 'ROOT',
        UsageMode: 'SHORT_LIVED_CERTIFICATE',
        CertificateAuthorityConfiguration: {
          KeyAlgorithm: 'RSA_2048',
          SigningAlgorithm: 'SHA256WITHRSA',
          Subject: { CommonName: 'short' },
        },
      }),
    );
    const refused = look(CertificateAuthorityArn);
    await expect(refused).rejects.toThrow(/short-lived mode: it issues for 7 days at most.*90 days/s);
    await expect(refused).rejects.toThrow(/it is \w+: expected ACTIVE/);
  });

  test('is refused while it is disabled', async () => {
    const arn = standing.issuingCaArn;
    await admin('PUT', authoritiesPath, { arn, status: 'DISABLED' });
    await expect(look(arn)).rejects.toThrow('it is DISABLED: expected ACTIVE');
    await admin('PUT', authoritiesPath, { arn, status: null });
  });
});

describe("another account's CA", () => {
  test('is refused with what its owner has to share', async () => {
    await expect(look(standing.issuingCaArn, { as: other })).rejects.toMatchObject({
      exitCode: exitCode.usage,
      message: expect.stringContaining(
        `is account ${owner.accountId}'s, and is not shared with account ${other.accountId}`,
      ),
      remedy: expect.stringMatching(/AWSRAMSubordinateCACertificatePathLen0.*acm-pca:IssueCertificate/s),
    });
  });

  test('is taken once it is shared', async () => {
    const statement = (Sid: string, Action: readonly string[], more: object = {}) => ({
      ...{
        Sid,
        Effect: 'Allow',
        Principal: { AWS: other.accountId },
        Action,
        Resource: standing.issuingCaArn,
        ...more,
      },
    });
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        statement('1', [
          'acm-pca:DescribeCertificateAuthority',
          'acm-pca:GetCertificate',
          'acm-pca:GetCertificateAuthorityCertificate',
          'acm-pca:ListPermissions',
          'acm-pca:ListTags',
        ]),
        statement('2', ['acm-pca:IssueCertificate'], {
          Condition: {
            StringEquals: {
              'acm-pca:TemplateArn': 'arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen0/V1',
            },
          },
        }),
      ],
    });
    await awsClients(owner).acmPca.send(new PutPolicyCommand({ ResourceArn: standing.issuingCaArn, Policy }));
    await expect(look(standing.issuingCaArn, { as: other })).resolves.toMatchObject({ origin: 'existing' });
  });
});
