import { TagCertificateAuthorityCommand } from '@aws-sdk/client-acm-pca';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningMockAws, startMockAws } from '../../mocks/server.ts';
import { awsClients } from '../aws/aws-clients.ts';
import { arnsOf, createHierarchy } from '../aws/ca-hierarchy.ts';
import { planCas } from '../aws/ca-plan.ts';
import { taggedAuthorities } from '../aws/tagged-authorities.ts';
import { ownerTagKey } from '../aws/tags.ts';
import { accountOf } from '../aws/testing/account-of.ts';
import { formatProcess, thisProcess } from '../process/process-identity.ts';
import { pcaE2e } from './testing/pca-e2e.ts';

const { signal } = new AbortController();
/** Above what Linux gives out by default: no such process lives. */
const deadPid = 4_194_305;
let server: RunningMockAws;

beforeAll(async () => {
  server = await startMockAws({ region: 'us-east-1', settings: { creationDelayMs: 0, issuanceDelayMs: 0 } });
  await makeRun('going-on', thisProcess());
  await makeRun('killed', { ...thisProcess(), pid: deadPid });
  await makeRun('elsewhere', { ...thisProcess(), host: 'another-machine' });
}, 60_000);

afterAll(() => server.close());

async function makeRun(runId: string, owner: ReturnType<typeof thisProcess>): Promise<void> {
  const { acmPca } = awsClients(accountOf(server));
  const plan = planCas({ depth: 2, issuingPathLength: 1 });
  const wish = { keyAlgorithm: 'EC_prime256v1', plan, signal, waitingFor: () => undefined } as const;
  const Tags = [{ Key: ownerTagKey, Value: formatProcess(owner) }];
  for (const CertificateAuthorityArn of arnsOf(await createHierarchy(acmPca, { ...wish, runId }))) {
    await acmPca.send(new TagCertificateAuthorityCommand({ CertificateAuthorityArn, Tags }));
  }
}

const clean = (...args: readonly string[]) =>
  pcaE2e(['clean', '--aws', 'real', '--region', 'us-east-1', '--aws-endpoint', server.endpoint, ...args], {
    AWS_ACCESS_KEY_ID: server.accessKeyId,
    AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
  });

async function runsLeft(): Promise<readonly string[]> {
  const tagged = await taggedAuthorities(awsClients(accountOf(server)).acmPca, signal);
  return [...new Set(tagged.map(({ runId }) => runId))].sort();
}

describe('pca-e2e clean --aws real', () => {
  test('says what it would remove, and whose account that is', async () => {
    const { stdout, exitCode } = await clean('--dry-run');
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`AWS account ${server.accountId}, us-east-1, as arn:aws:iam::${server.accountId}:user/`);
    expect(stdout.match(/would remove certificate-authority arn:aws:acm-pca:\S+/g)).toHaveLength(2);
    expect(stdout).toContain('Left alone: run going-on');
    expect(await runsLeft()).toEqual(['elsewhere', 'going-on', 'killed']);
  }, 60_000);

  test('removes what killed runs left; not what goes on, nor what another machine made', async () => {
    const { stdout, exitCode } = await clean('--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ leftovers: [{ runId: 'killed', removed: true }] });
    expect(await runsLeft()).toEqual(['elsewhere', 'going-on']);
  }, 60_000);

  test("leaves another machine's alone while it is young", async () => {
    expect((await clean('--older-than', '1h')).stdout).toContain('Left alone: run elsewhere');
    expect(await runsLeft()).toEqual(['elsewhere', 'going-on']);
  }, 60_000);

  test('removes one that is asked for by its id, wherever it was made', async () => {
    expect((await clean('--run-id', 'elsewhere')).exitCode).toBe(0);
    expect(await runsLeft()).toEqual(['going-on']);
  }, 60_000);
});
