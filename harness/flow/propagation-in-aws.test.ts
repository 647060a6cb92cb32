import { mkdtempSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Settings, settingsPath } from '../../mocks/contract.ts';
import { type RunningMockAws, startMockAws } from '../../mocks/server.ts';
import { awsClients } from '../aws/aws-clients.ts';
import { callerIdentity } from '../aws/caller-identity.ts';
import { removeRunFromAws } from '../aws/remove-run.ts';
import { taggedAuthorities } from '../aws/tagged-authorities.ts';
import { taggedIamEntities } from '../aws/tagged-iam.ts';
import { accountOf, realAccountOf } from '../aws/testing/account-of.ts';
import { signedBy } from '../aws/testing/signed-by.ts';
import { WatchedEndpoint } from '../aws/testing/watched-endpoint.ts';
import { connect } from '../kubernetes/kubernetes-client.ts';
import { giveIssuerSession } from './issuer-session-secret.ts';
import type { Run } from './run.ts';
import { cleanAwsPart, realRun, runAwsPart } from './testing/aws-part.ts';
import { FakeApiServer } from './testing/fake-api-server.ts';

/** AWS takes up to half a minute; what matters is that no part knows at once what another has made. */
const propagationDelayMs = 1_200;
const folder = mkdtempSync(join(tmpdir(), 'pca-e2e-propagation-'));
const cluster = new FakeApiServer();
const { signal } = new AbortController();
const dead = new AbortController();
const endpoints: WatchedEndpoint[] = [];
const deadRuns: Promise<unknown>[] = [];
let server: RunningMockAws;
let restoreEnvironment: () => void;

beforeAll(async () => {
  const settings = { creationDelayMs: 0, issuanceDelayMs: 0, propagationDelayMs };
  server = await startMockAws({ region: 'us-east-1', settings });
  restoreEnvironment = signedBy(server);
  await cluster.listen();
});

afterAll(async () => {
  await server.close();
  dead.abort(new Error('The test has ended'));
  for (const endpoint of endpoints) endpoint.close();
  await Promise.all(deadRuns);
  cluster.close();
  restoreEnvironment();
  await rm(folder, { recursive: true });
});

async function newRun(id: string): Promise<{ readonly run: Run; readonly endpoint: WatchedEndpoint }> {
  const endpoint = new WatchedEndpoint(server.endpoint);
  endpoints.push(endpoint);
  const runFolder = join(folder, id);
  await mkdir(runFolder);
  await cluster.writeKubeconfig(join(runFolder, 'kubeconfig'));
  return { run: realRun(id, runFolder, { fips: false, endpoint: await endpoint.listen() }), endpoint };
}

/** Everything of any run, once AWS knows all of it. */
async function left(): Promise<readonly string[]> {
  const change = (settings: Partial<Settings>) =>
    fetch(new URL(settingsPath, server.admin), { method: 'PUT', body: JSON.stringify(settings) });
  await change({ propagationDelayMs: 0 });
  const { acmPca, iam } = awsClients(accountOf(server));
  const found = [...(await taggedAuthorities(acmPca, signal)), ...(await taggedIamEntities(iam, signal))];
  await change({ propagationDelayMs });
  return found.map(({ arn }) => arn);
}

describe('while AWS does not know yet what was just created', () => {
  test('a run passes, its issuer gets sessions that work, and it is undone at once', async () => {
    const { run } = await newRun('passes');
    const { error, checks, outputs, undo } = await runAwsPart(run, signal);
    expect(error).toBeUndefined();
    expect(checks.map(({ outcome }) => outcome)).toEqual(checks.map(() => 'passed'));

    const { aws: account, 'iam-role': role, 'ca-hierarchy': hierarchy } = outputs;
    if (!account || !role || !hierarchy) throw new Error('The run has outputs');
    const client = connect(join(run.folder, 'kubeconfig'));
    const caArn = hierarchy.issuingCaArn;
    // As the step of the issuer does, and later `refresh`.
    for (const _ of [1, 2]) await giveIssuerSession(client, { account, role, caArn, signal });

    expect(await undo()).toEqual([]);
    expect(await left()).toEqual([]);
  }, 120_000);

  test('a run in an assumed role works with its session from the first call on', async () => {
    const { run } = await newRun('assumed');
    const { outputs, undo } = await runAwsPart(run, signal);
    const assumeRoleArn = outputs['iam-role']?.roleArn ?? '';
    const { region, endpoint } = realAccountOf(server);
    const access = { fips: false, ...(endpoint === undefined ? {} : { endpoint }), assumeRoleArn };
    const { principalArn } = await callerIdentity(access, region, signal);
    expect(principalArn).toContain(':assumed-role/istio-pca-e2e-issuer-assumed-');
    expect(await undo()).toEqual([]);
  }, 120_000);

  test.each(['CreateCertificateAuthority', 'CreatePolicy', 'CreateRole'])(
    'a run that is killed right after %s is removed at once, by its folder',
    async (operation) => {
      const { run, endpoint } = await newRun(operation.toLowerCase());
      const { promise: killed, resolve } = Promise.withResolvers<void>();
      endpoint.onAnswered = (_call, answered) => {
        if (answered !== operation) return 'answer';
        resolve();
        return 'silence';
      };
      deadRuns.push(runAwsPart(run, dead.signal));
      await killed;
      endpoint.revive();
      expect(await cleanAwsPart(run)).toEqual([]);
      expect(await left()).toEqual([]);
    },
    120_000,
  );

  test('a run is removed by its tags alone', async () => {
    const { run } = await newRun('folderless');
    expect((await runAwsPart(run, signal)).error).toBeUndefined();
    const inAws = { runId: run.id, instance: run.instance };
    await removeRunFromAws({ account: realAccountOf(server), run: inAws, creations: [], signal });
    expect(await left()).toEqual([]);
  }, 120_000);
});
