import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Journal, journalPath } from '../../mocks/contract.ts';
import { type RunningMockAws, startMockAws } from '../../mocks/server.ts';
import { exitCode } from '../errors/exit-code.ts';
import type { AwsAccess } from './aws-account.ts';
import { accessClients, awsClients } from './aws-clients.ts';
import { callerIdentity } from './caller-identity.ts';
import { lastingPrincipal } from './issuer-trust.ts';
import { accountOf } from './testing/account-of.ts';
import { signedBy } from './testing/signed-by.ts';

const { signal } = new AbortController();
let server: RunningMockAws;
let restoreEnvironment: () => void;

beforeAll(async () => {
  server = await startMockAws({ region: 'us-east-1' });
  restoreEnvironment = signedBy(server);
});

afterAll(async () => {
  restoreEnvironment();
  await server.close();
});

const access = (more: Partial<AwsAccess> = {}): AwsAccess => ({ fips: false, endpoint: server.endpoint, ...more });

describe('who a run works as', () => {
  test('is whoever the environment has credentials of', async () => {
    expect(await callerIdentity(access(), 'us-east-1', signal)).toMatchObject({
      kind: 'real',
      accountId: server.accountId,
      partition: 'aws',
      principalArn: `arn:aws:iam::${server.accountId}:user/administrator`,
    });
  });

  test('is the assumed role, whose session is opened once for all clients', async () => {
    const { iam } = awsClients(accountOf(server));
    const trust = {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${server.accountId}:root` },
      Action: 'sts:AssumeRole',
    };
    const document = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
    const role = { RoleName: 'worker', Path: '/teams/', AssumeRolePolicyDocument: document };
    const { Role } = await iam.send(new CreateRoleCommand(role));
    const assumed = access({ assumeRoleArn: Role?.Arn ?? '' });
    const { principalArn } = await callerIdentity(assumed, 'us-east-1', signal);
    expect(principalArn).toBe(`arn:aws:sts::${server.accountId}:assumed-role/worker/pca-e2e`);
    await Promise.all(
      [1, 2, 3].map(() => accessClients(assumed, 'us-east-1').sts.send(new GetCallerIdentityCommand({}))),
    );
    const { entries } = (await (await fetch(new URL(journalPath, server.admin))).json()) as Journal;
    expect(entries.filter(({ operation }) => operation === 'AssumeRole')).toHaveLength(1);
    // The session's ARN has no path; a trust policy needs the role's.
    expect(await lastingPrincipal(iam, principalArn, signal)).toBe(Role?.Arn);
  });

  test('is not the root user: AWS lets it assume no role', async () => {
    const { iam } = awsClients(accountOf(server));
    await expect(lastingPrincipal(iam, `arn:aws:iam::${server.accountId}:root`, signal)).rejects.toMatchObject({
      exitCode: exitCode.machineUnfit,
      remedy: expect.stringContaining('--aws-profile'),
    });
  });

  test('is told with a remedy when the key is none', async () => {
    const restore = signedBy({ accessKeyId: 'AKIANOBODYKNOWSTHIS1', secretAccessKey: 'none' });
    try {
      await expect(callerIdentity(access({ fips: false }), 'eu-west-1', signal)).rejects.toMatchObject({
        exitCode: exitCode.machineUnfit,
        message: expect.stringContaining('AWS STS GetCallerIdentity: InvalidClientTokenId'),
        remedy: expect.stringContaining('eu-west-1'),
      });
    } finally {
      restore();
    }
  });
});
