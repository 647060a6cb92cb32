import { mkdtempSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type RunningMockAws, startMockAws } from '../../mocks/server.ts';
import { awsClients } from '../aws/aws-clients.ts';
import { removeRunFromAws } from '../aws/remove-run.ts';
import { taggedAuthorities } from '../aws/tagged-authorities.ts';
import { taggedIamEntities } from '../aws/tagged-iam.ts';
import { accountOf, realAccountOf } from '../aws/testing/account-of.ts';
import { signedBy } from '../aws/testing/signed-by.ts';
import { WatchedEndpoint } from '../aws/testing/watched-endpoint.ts';
import { InterruptedError } from '../errors/harness-error.ts';
import type { Run } from './run.ts';
import { cleanAwsPart, realRun, runAwsPart } from './testing/aws-part.ts';
import { FakeApiServer } from './testing/fake-api-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'pca-e2e-aws-part-'));
const cluster = new FakeApiServer();
const endpoints: WatchedEndpoint[] = [];
/** Runs whose process counts as dead: they wait for an answer that nobody gives. */
const deadRuns: Promise<unknown>[] = [];
const dead = new AbortController();
let server: RunningMockAws;
let restoreEnvironment: () => void;

beforeAll(() => cluster.listen());

// An account each: what is deleted counts for an account's quota of CAs until it can no longer be restored.
beforeEach(async () => {
  server = await startMockAws({ region: 'us-east-1', settings: { creationDelayMs: 0, issuanceDelayMs: 0 } });
  restoreEnvironment = signedBy(server);
});

afterEach(async () => {
  restoreEnvironment();
  await server.close();
});

afterAll(async () => {
  // Those that were struck still wait for an answer: they get none any more.
  dead.abort(new Error('The test has ended'));
  for (const endpoint of endpoints) endpoint.close();
  await Promise.all(deadRuns);
  cluster.close();
  await rm(folder, { recursive: true });
});

async function watchedRun(id: string): Promise<{ run: Run; endpoint: WatchedEndpoint }> {
  const endpoint = new WatchedEndpoint(server.endpoint);
  endpoints.push(endpoint);
  const url = await endpoint.listen();
  const runFolder = join(folder, id);
  await mkdir(runFolder);
  await cluster.writeKubeconfig(join(runFolder, 'kubeconfig'));
  return { run: realRun(id, runFolder, { fips: false, endpoint: url }), endpoint };
}

/** Everything that carries any run's tag, as AWS tells it. */
async function left(): Promise<readonly string[]> {
  const { acmPca, iam } = awsClients(accountOf(server));
  const { signal } = new AbortController();
  const found = [...(await taggedAuthorities(acmPca, signal)), ...(await taggedIamEntities(iam, signal))];
  return found.map(({ arn }) => arn);
}

/** Strikes after each call in turn until a run passes without being struck; returns how many calls that were. */
async function atEveryCall(mode: string, strikeAt: (id: string, call: number) => Promise<boolean>): Promise<number> {
  for (let call = 1; ; call += 1) {
    const struck = await strikeAt(`${mode}-${call}`, call);
    expect({ call, left: await left() }).toEqual({ call, left: [] });
    if (!struck) return call - 1;
  }
}

/** Runs until its process is dead: AWS has done the call, and nobody is there to hear of it. False when it passed before. */
async function killedAt(run: Run, endpoint: WatchedEndpoint, call: number): Promise<boolean> {
  const { promise: killed, resolve } = Promise.withResolvers<boolean>();
  endpoint.onAnswered = (present) => {
    if (present !== call) return 'answer';
    resolve(true);
    return 'silence';
  };
  const ended = runAwsPart(run, dead.signal);
  deadRuns.push(ended);
  const passed = ended.then(({ error }) => {
    expect(error).toBeUndefined();
    return false;
  });
  const struck = await Promise.race([killed, passed]);
  // Ends when the test has, long after anybody asks how.
  passed.catch(() => undefined);
  return struck;
}

/** The guide's two CAs with six calls each, the role's three, its checks, and who is asking. */
const leastCalls = 25;

describe('a run in AWS itself leaves nothing behind', () => {
  test('when it is killed at any of its calls, and `clean` finds its folder', async () => {
    const calls = await atEveryCall('killed', async (id, call) => {
      const { run, endpoint } = await watchedRun(id);
      const struck = await killedAt(run, endpoint, call);
      endpoint.revive();
      expect(await cleanAwsPart(run)).toEqual([]);
      return struck;
    });
    expect(calls).toBeGreaterThan(leastCalls);
  }, 120_000);

  test('when it is killed at any of its calls, and `clean --aws real` knows its tag alone', async () => {
    const calls = await atEveryCall('folderless', async (id, call) => {
      const { run, endpoint } = await watchedRun(id);
      const struck = await killedAt(run, endpoint, call);
      const inAws = { runId: id, instance: run.instance };
      const { signal } = new AbortController();
      await removeRunFromAws({ account: realAccountOf(server), run: inAws, creations: [], signal });
      return struck;
    });
    expect(calls).toBeGreaterThan(leastCalls);
  }, 120_000);

  test('when it is interrupted at any of its calls', async () => {
    const calls = await atEveryCall('interrupted', async (id, call) => {
      const { run, endpoint } = await watchedRun(id);
      const abort = new AbortController();
      const reason = new InterruptedError('Interrupted (SIGINT)');
      endpoint.onAnswered = (present) => {
        if (present === call) abort.abort(reason);
        return 'answer';
      };
      const result = await runAwsPart(run, abort.signal);
      expect(result.error).toBe(abort.signal.aborted ? reason : undefined);
      expect(await result.undo()).toEqual([]);
      return abort.signal.aborted;
    });
    expect(calls).toBeGreaterThan(leastCalls);
  }, 120_000);
});
