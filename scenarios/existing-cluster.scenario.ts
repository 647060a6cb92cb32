import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Artifacts } from '../harness/artifacts/artifact-source.ts';
import { writeSampleLayout } from '../harness/artifacts/images/testing/sample-layout.ts';
import { leftOf } from '../harness/cli/testing/left-behind.ts';
import { type FinishedCommand, pcaE2e, startPcaE2e, temporaryRunFolder } from '../harness/cli/testing/pca-e2e.ts';
import { describeClusterProvider } from '../harness/clusters/cluster-provider.contract.ts';
import { createRunNetwork, removeRunNetwork } from '../harness/clusters/docker-network.ts';
import { ExistingProvider } from '../harness/clusters/existing/existing-provider.ts';
import { KindProvider } from '../harness/clusters/kind-provider.ts';
import { identitiesIn, SomebodysWorkload, versionsIn } from '../harness/clusters/testing/somebodys-workload.ts';
import { readRunState } from '../harness/flow/run-state.ts';
import { helmInstall } from '../harness/kubernetes/helm.ts';
import type { RunReport } from '../harness/reports/run-report.ts';

const timeoutMs = 180_000;
const { signal } = new AbortController();

/** A kind cluster stands in for one of somebody's; what somebody has in it is in use all the time. */
describe('a run in a cluster that is there', () => {
  const hostFolder = temporaryRunFolder();
  const kubeconfig = join(hostFolder, 'kubeconfig');
  const context = 'kind-pca-e2e-somebodys';
  const there = ['--provider', 'existing', '--context', context, '--kubeconfig', kubeconfig];
  const workload = { current: undefined as SomebodysWorkload | undefined };
  let artifacts: Artifacts;
  let before: Readonly<Record<string, string>>;
  let stateBefore: unknown;

  beforeAll(async () => {
    const host = ['up', '--until', 'cluster', '--keep', '--run-id', 'somebodys', '--run-dir', hostFolder];
    expect(await pcaE2e(host)).toMatchObject({ exitCode: 0 });
    artifacts = (await readRunState(hostFolder)).outputs.artifacts as Artifacts;
    workload.current = new SomebodysWorkload(kubeconfig);
    const image = artifacts.images.find(({ name }) => name.includes('bookinfo-ratings'))?.name ?? '';
    await workload.current.make(image);
    before = await identitiesIn(kubeconfig);
    stateBefore = await workload.current.state();
  }, timeoutMs);

  afterAll(async () => {
    await workload.current?.end();
    await pcaE2e(['down', '--run-id', 'somebodys']);
    expect(await leftOf('somebodys')).toEqual([]);
  }, timeoutMs);

  /** Everything is the very object that it was, and nothing else is there; what is somebody's was not even written to. */
  async function expectAsBefore(): Promise<void> {
    expect(await identitiesIn(kubeconfig)).toEqual(before);
    expect(await workload.current?.state()).toEqual(stateBefore);
  }

  describe('that is kept', () => {
    const folder = temporaryRunFolder();
    let up: FinishedCommand;
    let report: RunReport;

    beforeAll(async () => {
      up = await pcaE2e(['up', ...there, '--keep', '--json', '--run-id', 'guest', '--run-dir', folder]);
      report = JSON.parse(up.stdout) as RunReport;
    }, timeoutMs);

    test('passes the whole flow with every check', () => {
      expect(report.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
      expect(report).toMatchObject({ outcome: 'passed', provider: 'existing' });
      expect(report.chain).toHaveLength(5);
    });

    test('keeps another run out, which changes nothing and says what is there', async () => {
      const versions = await versionsIn(kubeconfig);
      const second = await pcaE2e(['up', ...there, '--run-id', 'second', '--run-dir', temporaryRunFolder()]);
      expect(second.exitCode).toBe(2);
      expect(second.stderr + second.stdout).toMatch(/has what the run would install; nothing was changed:/);
      expect(second.stderr + second.stdout).toMatch(/Run guest is a guest there: `pca-e2e down --run-id guest`/);
      expect(await versionsIn(kubeconfig)).toEqual(versions);
      expect(await leftOf('second')).toEqual([]);
    });

    test('is verified as a mesh of somebody, against AWS, without a change', async () => {
      const { outputs } = await readRunState(folder);
      if (outputs.aws?.kind !== 'mock') throw new Error('The run has no mocked AWS');
      const { endpoint, administrator } = outputs.aws;
      const keys = {
        AWS_ACCESS_KEY_ID: administrator.accessKeyId,
        AWS_SECRET_ACCESS_KEY: administrator.secretAccessKey,
      };
      const versions = await versionsIn(kubeconfig);
      const aws = ['--aws', 'real', '--aws-endpoint', endpoint];
      const verify = await pcaE2e(['verify', ...there, ...aws, '--json'], keys);
      const { checks } = JSON.parse(verify.stdout) as Pick<RunReport, 'checks'>;
      expect(checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
      expect(checks.map(({ id }) => id)).toEqual(
        expect.arrayContaining(['aws-serial-ab', 'cacerts-key', 'root-twice']),
      );
      expect(await versionsIn(kubeconfig)).toEqual(versions);
    });

    test(
      'takes away exactly what it added, and says so',
      async () => {
        const down = await pcaE2e(['down', '--run-id', 'guest']);
        expect(down.stdout).toMatch(/all \d+ objects of the cluster are the ones that were there before/);
        expect(down.exitCode).toBe(0);
        await expectAsBefore();
        expect(await leftOf('guest')).toEqual([]);
      },
      timeoutMs,
    );
  });

  test(
    'that is killed in the middle leaves nothing once it is cleaned up after',
    async () => {
      const up = startPcaE2e(['up', ...there, '--run-id', 'killed', '--run-dir', temporaryRunFolder()]);
      await up.lineWith('▶ 7. Install Istio');
      up.kill('SIGKILL');
      await up.finished;
      const clean = await pcaE2e(['clean', '--run-id', 'killed', '--json']);
      expect(JSON.parse(clean.stdout)).toMatchObject({ leftovers: [{ runId: 'killed', removed: true }] });
      await expectAsBefore();
      expect(await leftOf('killed')).toEqual([]);
    },
    timeoutMs,
  );

  test(
    'uses a cert-manager that is there, and leaves it as it is',
    async () => {
      const { tools, charts } = artifacts;
      const release = { helm: tools.helm, kubeconfig, release: 'certs', namespace: 'tools' };
      await helmInstall({ ...release, chart: charts.certManager, values: { crds: { enabled: true } }, signal });
      const until = ['--until', 'istio-ca', '--run-id', 'user', '--run-dir', temporaryRunFolder()];
      const use = ['--on-existing', 'use', ...until];
      const up = await pcaE2e(['up', ...there, ...use, '--json']);
      const report = JSON.parse(up.stdout) as RunReport;
      expect(report.outcome).toBe('passed');
      expect(report.checks.map(({ id }) => id)).toEqual(
        expect.arrayContaining(['cert-manager-webhook', 'cacerts-chain']),
      );
      const note = report.undo?.find(({ stepId }) => stepId === 'cluster')?.note;
      expect(note).toMatch(/^all \d+ objects of the cluster are the ones that were there before/);
      expect(await workload.current?.state()).toEqual(stateBefore);
    },
    timeoutMs,
  );

  test('was noticed by nobody: every request of somebody was answered', async () => {
    const { answered, failures } = (await workload.current?.end()) ?? { answered: 0, failures: [] };
    expect(failures).toEqual([]);
    expect(answered).toBeGreaterThan(50);
  });

  describe('by its provider', () => {
    const image = 'istio-pca-e2e.local/sample:1';
    const folder = temporaryRunFolder();
    const optionsFor = (runId: string) => ({
      runId,
      artifacts: { ...artifacts, imagesToLoad: [{ layout: join(folder, 'layout') }] },
      dockerNetwork: `pca-e2e-${runId}`,
      kubeconfig: join(folder, runId, 'kubeconfig'),
      serviceAccountIssuer: 'https://issuer.example/id/CONTRACT',
    });

    beforeAll(async () => {
      await writeSampleLayout(join(folder, 'layout'), image);
      for (const runId of ['contract-kind', 'contract-existing']) {
        await mkdir(join(folder, runId));
        await createRunNetwork({ runId, runFolder: folder, signal });
      }
    });
    afterAll(async () => {
      for (const runId of ['contract-kind', 'contract-existing']) await removeRunNetwork({ runId, signal });
    });

    describeClusterProvider('kind', () => ({
      provider: new KindProvider(),
      options: optionsFor('contract-kind'),
      image,
    }));

    describeClusterProvider('existing', () => ({
      provider: new ExistingProvider({
        ...{ kubeconfigFiles: [kubeconfig], context, onExisting: 'use', needsDockerNetwork: true },
      }),
      options: optionsFor('contract-existing'),
      image,
    }));
  });
});
