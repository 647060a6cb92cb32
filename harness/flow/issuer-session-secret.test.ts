import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningMockAws, startMockAws } from '../../mocks/server.ts';
import { awsClients } from '../aws/aws-clients.ts';
import { createHierarchy } from '../aws/ca-hierarchy.ts';
import { planCas } from '../aws/ca-plan.ts';
import { createIssuerRole, type IssuerRole } from '../aws/issuer-role.ts';
import { realAccountOf } from '../aws/testing/account-of.ts';
import { signedBy } from '../aws/testing/signed-by.ts';
import { connect } from '../kubernetes/kubernetes-client.ts';
import { giveIssuerSession, issuerSessionEnd, opensSessions } from './issuer-session-secret.ts';
import { FakeApiServer } from './testing/fake-api-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'pca-e2e-session-'));
const cluster = new FakeApiServer();
const { signal } = new AbortController();
let server: RunningMockAws;
let restoreEnvironment: () => void;
let role: IssuerRole;
let caArn: string;

beforeAll(async () => {
  server = await startMockAws({ region: 'us-east-1' });
  restoreEnvironment = signedBy(server);
  await cluster.listen();
  await cluster.writeKubeconfig(join(folder, 'kubeconfig'));
  const account = realAccountOf(server);
  const { acmPca, iam } = awsClients(account);
  const { principalArn } = account;
  const plan = planCas({ depth: 2, issuingPathLength: 1 });
  const wish = { keyAlgorithm: 'EC_prime256v1', plan, signal, waitingFor: () => undefined } as const;
  caArn = (await createHierarchy(acmPca, { ...wish, runId: 'r1' })).issuingCaArn;
  role = await createIssuerRole(iam, {
    ...{ runId: 'r1', account, caArn, signal },
    trust: { by: 'principal', principalArn },
  });
});

afterAll(async () => {
  restoreEnvironment();
  await server.close();
  cluster.close();
  await rm(folder, { recursive: true });
});

const secretPath = '/api/v1/namespaces/cert-manager/secrets/aws-pca-issuer-session';

function credentialsFile(): string {
  const { data } = cluster.objectAt(secretPath) as { readonly data: { readonly credentials: string } };
  return Buffer.from(data.credentials, 'base64').toString('utf8');
}

const entry = (name: string) => new RegExp(`^${name} = (\\S+)$`, 'm').exec(credentialsFile())?.[1] ?? '';

describe('a session that is opened for the issuer', () => {
  test('is needed where the role trusts no OIDC provider', () => {
    expect(opensSessions(role)).toBe(true);
    expect(opensSessions({ ...role, oidcProviderArn: 'arn:aws:iam::123456789012:oidc-provider/x' })).toBe(false);
  });

  test('reaches the cluster as a shared credentials file, and acts as the role', async () => {
    const account = realAccountOf(server);
    const end = await giveIssuerSession(connect(join(folder, 'kubeconfig')), { account, role, caArn, signal });
    expect(credentialsFile()).toMatch(/^\[default\]\n/);
    const { sts } = awsClients(account, {
      accessKeyId: entry('aws_access_key_id'),
      secretAccessKey: entry('aws_secret_access_key'),
      sessionToken: entry('aws_session_token'),
    });
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe(`arn:aws:sts::${account.accountId}:assumed-role/istio-pca-e2e-issuer-r1/pca-e2e`);
    // An hour, as AWS gives it.
    expect(end.getTime() - Date.now()).toBeGreaterThan(55 * 60_000);
    expect(await issuerSessionEnd(connect(join(folder, 'kubeconfig')))).toEqual(end);
  });

  test('is another one each time', async () => {
    const before = entry('aws_session_token');
    await giveIssuerSession(connect(join(folder, 'kubeconfig')), {
      ...{ account: realAccountOf(server), role, caArn, signal },
    });
    expect(entry('aws_session_token')).not.toBe(before);
  });
});
