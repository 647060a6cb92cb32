import { mkdtempSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningMockAws, startMockAws } from '../../mocks/server.ts';
import { awsClients } from '../aws/aws-clients.ts';
import { taggedAuthorities } from '../aws/tagged-authorities.ts';
import { taggedIamEntities } from '../aws/tagged-iam.ts';
import { accountOf } from '../aws/testing/account-of.ts';
import { signedBy } from '../aws/testing/signed-by.ts';
import { WatchedEndpoint } from '../aws/testing/watched-endpoint.ts';
import { UsageError } from '../errors/harness-error.ts';
import type { Run } from './run.ts';
import { cleanAwsPart, realRun, runAwsPart } from './testing/aws-part.ts';
import { FakeApiServer } from './testing/fake-api-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'pca-e2e-one-id-'));
const cluster = new FakeApiServer();
const endpoints: WatchedEndpoint[] = [];
const dead = new AbortController();
const deadRuns: Promise<unknown>[] = [];
const { signal } = new AbortController();
let server: RunningMockAws;
let restoreEnvironment: () => void;

beforeAll(async () => {
  server = await startMockAws({ region: 'us-east-1', settings: { creationDelayMs: 0, issuanceDelayMs: 0 } });
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

interface OneOfTwo {
  readonly run: Run;
  readonly endpoint: WatchedEndpoint;
}

/** Two runs of one id, each with a folder of its own, as on two machines. */
const twoRuns = (id: string): Promise<readonly [OneOfTwo, OneOfTwo]> => {
  const one = async (name: string): Promise<OneOfTwo> => {
    const endpoint = new WatchedEndpoint(server.endpoint);
    endpoints.push(endpoint);
    const runFolder = join(folder, `${id}-${name}`);
    await mkdir(runFolder);
    await cluster.writeKubeconfig(join(runFolder, 'kubeconfig'));
    return { run: realRun(id, runFolder, { fips: false, endpoint: await endpoint.listen() }), endpoint };
  };
  return Promise.all([one('a'), one('b')]);
};

/** The instances of what there is, each once. */
async function instancesLeft(): Promise<readonly (string | undefined)[]> {
  const { acmPca, iam } = awsClients(accountOf(server));
  const found = [...(await taggedAuthorities(acmPca, signal)), ...(await taggedIamEntities(iam, signal))];
  return [...new Set(found.map(({ instance }) => instance))].sort();
}

const instances = (...runs: readonly OneOfTwo[]) => runs.map(({ run }) => run.instance).sort();

/** Lets each of two go on when both have arrived. */
function barrier(): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let missing = 2;
  return () => {
    missing -= 1;
    if (missing === 0) resolve();
    return promise;
  };
}

/** Runs until its process is dead after that call: AWS has done it, and the answer reaches no process. False when it passed before. */
async function killedAt({ run, endpoint }: OneOfTwo, at: number | string, afterAccount: () => Promise<void>) {
  const { promise: killed, resolve } = Promise.withResolvers<boolean>();
  endpoint.onAnswered = (...call) => {
    if (!call.includes(at)) return 'answer';
    resolve(true);
    return 'silence';
  };
  const ended = runAwsPart(run, dead.signal, { afterAccount });
  deadRuns.push(ended);
  return Promise.race([killed, ended.then(() => false)]);
}

describe('two runs of one id in one account', () => {
  test('one after the other: the second is refused by name, and undoing it leaves the first as it was', async () => {
    const [first, second] = await twoRuns('after');
    const made = await runAwsPart(first.run, signal);
    expect(made.error).toBeUndefined();

    const refused = await runAwsPart(second.run, signal);
    expect(refused.error).toBeInstanceOf(UsageError);
    expect(refused.error).toMatchObject({
      message: expect.stringMatching(
        new RegExp(
          `Another run after is in AWS account ${server.accountId}: arn:.*by process ${process.pid} of .*${first.run.folder}`,
        ),
      ),
      remedy: expect.stringMatching(/another --run-id.*pca-e2e clean --aws real --region us-east-1 .*--run-id after/),
    });
    expect(await refused.undo()).toEqual([]);
    expect(await cleanAwsPart(second.run)).toEqual([]);
    expect(await instancesLeft()).toEqual(instances(first));

    expect(await made.undo()).toEqual([]);
    expect(await instancesLeft()).toEqual([]);
  }, 60_000);

  test('at once, so that neither sees the other: both pass, and each is undone by itself', async () => {
    const [first, second] = await twoRuns('at-once');
    const both = barrier();
    const [one, other] = await Promise.all([
      runAwsPart(first.run, signal, { afterAccount: both }),
      runAwsPart(second.run, signal, { afterAccount: both }),
    ]);
    expect([one.error, other.error]).toEqual([undefined, undefined]);
    expect(await instancesLeft()).toEqual(instances(first, second));
    expect(await one.undo()).toEqual([]);
    expect(await instancesLeft()).toEqual(instances(second));
    expect(await other.undo()).toEqual([]);
    expect(await instancesLeft()).toEqual([]);
  }, 60_000);

  test('at once, one killed at any of its calls: what removes it leaves the other as it was', async () => {
    let struck = true;
    for (let call = 1; struck; call += 1) {
      const [killed, other] = await twoRuns(`killed-${call}`);
      const both = barrier();
      const passing = runAwsPart(other.run, signal, { afterAccount: both });
      struck = await killedAt(killed, call, both);
      // A run that is killed before it arrives must not keep the other waiting.
      void both();
      const { error, undo } = await passing;
      expect({ call, error }).toEqual({ call, error: undefined });
      killed.endpoint.revive();
      expect(await cleanAwsPart(killed.run)).toEqual([]);
      expect({ call, left: await instancesLeft() }).toEqual({ call, left: instances(other) });
      expect(await undo()).toEqual([]);
      expect({ call, left: await instancesLeft() }).toEqual({ call, left: [] });
    }
  }, 240_000);

  test('one after the other, the first killed: the second is refused, and removes nothing of it', async () => {
    const [killed, second] = await twoRuns('killed-first');
    // Both CAs are there, and of the role its policy alone.
    await killedAt(killed, 'CreatePolicy', async () => undefined);
    const { error, undo } = await runAwsPart(second.run, signal);
    expect(error).toBeInstanceOf(UsageError);
    expect(await undo()).toEqual([]);
    expect(await instancesLeft()).toEqual(instances(killed));
    killed.endpoint.revive();
    expect(await cleanAwsPart(killed.run)).toEqual([]);
    expect(await instancesLeft()).toEqual([]);
  }, 60_000);
});
