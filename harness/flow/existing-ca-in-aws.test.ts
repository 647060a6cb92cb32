import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeCertificateAuthorityCommand } from '@aws-sdk/client-acm-pca';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type FaultRule, faultsPath, type Journal, journalPath } from '../../mocks/contract.ts';
import { type RunningMockAws, startMockAws } from '../../mocks/server.ts';
import { awsClients } from '../aws/aws-clients.ts';
import { createHierarchy } from '../aws/ca-hierarchy.ts';
import { planCas } from '../aws/ca-plan.ts';
import { taggedIamEntities } from '../aws/tagged-iam.ts';
import { accountOf } from '../aws/testing/account-of.ts';
import { signedBy } from '../aws/testing/signed-by.ts';
import { realRun, runAwsPart } from './testing/aws-part.ts';
import { FakeApiServer } from './testing/fake-api-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'pca-e2e-existing-'));
const cluster = new FakeApiServer();
const { signal } = new AbortController();
let server: RunningMockAws;
let restoreEnvironment: () => void;

const admin = (method: string, path: string, body: object) =>
  fetch(new URL(path, server.admin), { method, body: JSON.stringify(body) });

beforeAll(async () => {
  server = await startMockAws({ region: 'us-east-1', settings: { creationDelayMs: 0, issuanceDelayMs: 0 } });
  restoreEnvironment = signedBy(server);
  await cluster.listen();
  await cluster.writeKubeconfig(join(folder, 'kubeconfig'));
});

afterAll(async () => {
  restoreEnvironment();
  await server.close();
  cluster.close();
  await rm(folder, { recursive: true });
});

async function callsOf(operation: string): Promise<Journal['entries']> {
  const journal = (await (await fetch(new URL(journalPath, server.admin))).json()) as Journal;
  return journal.entries.filter((entry) => entry.operation === operation);
}

test('a run with a CA that is there already creates none, and leaves that one as it was', async () => {
  const { acmPca, iam } = awsClients(accountOf(server));
  const { issuingCaArn } = await createHierarchy(acmPca, {
    ...{ runId: 'somebody', keyAlgorithm: 'EC_prime256v1', signal, waitingFor: () => undefined },
    plan: planCas({ depth: 2, issuingPathLength: 1 }),
  });
  const before = (await callsOf('CreateCertificateAuthority')).length;

  const run = realRun('guest', folder, { fips: false, endpoint: server.endpoint }, { issuingCaArn });
  const { error, checks, outputs, undo } = await runAwsPart(run, signal);
  expect(error).toBeUndefined();
  expect(checks.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
    'ca-hierarchy-active passed',
    'ca-hierarchy-path-length passed',
    'iam-role-assumed passed',
    'iam-role-policy passed',
  ]);
  expect(outputs['ca-hierarchy']).toMatchObject({ issuingCaArn, origin: 'existing' });

  expect(await undo()).toEqual([]);
  expect(await callsOf('CreateCertificateAuthority')).toHaveLength(before);
  const asked = await acmPca.send(new DescribeCertificateAuthorityCommand({ CertificateAuthorityArn: issuingCaArn }));
  expect(asked.CertificateAuthority?.Status).toBe('ACTIVE');
  expect(await taggedIamEntities(iam, signal)).toEqual([]);
});

test('a burst of throttling is ridden out, and no CA is made twice for it', async () => {
  const fault: FaultRule = {
    match: { service: 'acm-pca', operation: 'CreateCertificateAuthority' },
    when: { times: 2 },
    effect: { kind: 'throttle' },
  };
  await admin('POST', faultsPath, fault);
  const before = (await callsOf('CreateCertificateAuthority')).length;
  const run = realRun('throttled', folder, { fips: false, endpoint: server.endpoint });
  const { error, undo } = await runAwsPart(run, signal);
  expect(error).toBeUndefined();
  const calls = (await callsOf('CreateCertificateAuthority')).slice(before);
  expect(calls.map(({ status }) => status)).toEqual([400, 400, 200, 200]);
  expect(await undo()).toEqual([]);
}, 30_000);

test('a refusal ends the step with the action that is missing, over the wire', async () => {
  const message =
    'User: arn:aws:iam::123456789012:user/dev is not authorized to perform: acm-pca:CreateCertificateAuthority';
  const fault: FaultRule = {
    match: { operation: 'CreateCertificateAuthority' },
    when: { times: 1 },
    effect: { kind: 'error', code: 'AccessDeniedException', message },
  };
  await admin('POST', faultsPath, fault);
  const run = realRun('refused', folder, { fips: false, endpoint: server.endpoint });
  const { error } = await runAwsPart(run, signal);
  expect(error).toMatchObject({
    message: expect.stringContaining(
      'AWS ACMPCA CreateCertificateAuthority: AccessDeniedException: acm-pca:CreateCertificateAuthority is missing',
    ),
    remedy: expect.stringContaining('Allow acm-pca:CreateCertificateAuthority for these credentials'),
  });
});
