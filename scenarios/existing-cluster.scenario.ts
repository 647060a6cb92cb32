import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Artifacts } from '../harness/artifacts/artifact-source.ts';
import { writeSampleLayout } from '../harness/artifacts/images/testing/sample-layout.ts';
import { artifactSource } from '../harness/artifacts/select-source.ts';
import { currentSession } from '../harness/cli/scenario-session.ts';
import { leftOf } from '../harness/cli/testing/left-behind.ts';
import {
  type FinishedCommand,
  pcaE2e,
  type StartedCommand,
  startPcaE2e,
  temporaryRunFolder,
} from '../harness/cli/testing/pca-e2e.ts';
import { describeClusterProvider } from '../harness/clusters/cluster-provider.contract.ts';
import { createRunNetwork, removeRunNetwork } from '../harness/clusters/docker-network.ts';
import { ExistingProvider } from '../harness/clusters/existing/existing-provider.ts';
import { neededRights, type Right } from '../harness/clusters/existing/permissions.ts';
import { KindProvider } from '../harness/clusters/kind-provider.ts';
import { imagesInNode } from '../harness/clusters/node-images.ts';
import {
  identitiesIn,
  SomebodysWorkload,
  untilThere,
  versionsIn,
} from '../harness/clusters/testing/somebodys-workload.ts';
import {
  makeTwoNodeCluster,
  removeTwoNodeCluster,
  type TwoNodeCluster,
} from '../harness/clusters/testing/two-node-cluster.ts';
import { addUserWithRights } from '../harness/clusters/testing/user-with-rights.ts';
import { readRunState } from '../harness/flow/run-state.ts';
import { connect } from '../harness/kubernetes/kubernetes-client.ts';
import type { RunReport } from '../harness/reports/run-report.ts';

const timeoutMs = 180_000;
/** With the time to build the issuer's other version, where the cache lacks it. */
const setUpTimeoutMs = 15 * 60_000;
const otherIssuer = '1.10.0';
const { signal } = new AbortController();

/**
 * A kind cluster of two nodes stands in for one of somebody's; what somebody has in it is in use all the time. One node lacks
 * images that the other one has.
 */
describe('a run in a cluster that is there', () => {
  const hostFolder = temporaryRunFolder();
  const kubeconfig = join(hostFolder, 'kubeconfig');
  const context = 'kind-pca-e2e-somebodys';
  const there = ['--provider', 'existing', '--context', context, '--kubeconfig', kubeconfig];
  const workload = { current: undefined as SomebodysWorkload | undefined };
  let host: TwoNodeCluster;
  let artifacts: Artifacts;
  let before: Readonly<Record<string, string>>;
  let imagesBefore: unknown;
  let stateBefore: unknown;

  beforeAll(async () => {
    const { artifacts: source, versions, artifactSettings: settings } = currentSession().options;
    const provide = (wanted: typeof versions) =>
      artifactSource(source).provide({ versions: wanted, settings, signal, onProgress: () => undefined });
    artifacts = await provide(versions);
    await provide({ ...versions, issuer: otherIssuer });
    const workerLacks = /bookinfo-(details|productpage|reviews)|aws-privateca-issuer/;
    host = await makeTwoNodeCluster({ runId: 'somebodys', folder: hostFolder, artifacts, workerLacks, signal });
    workload.current = new SomebodysWorkload(kubeconfig);
    const image = artifacts.images.find(({ name }) => name.includes('bookinfo-ratings'))?.name ?? '';
    await workload.current.make(image);
    await addUserWithRights(kubeconfig, 'guest', neededRights);
    const mayNot = ({ verb, resource }: Right) =>
      verb === 'create' && /^(clusterroles|customresourcedefinitions)$/.test(resource);
    await addUserWithRights(
      kubeconfig,
      'visitor',
      neededRights.filter((right) => !mayNot(right)),
    );
    await untilThere(
      kubeconfig,
      host.nodes.map((node) => `leases.coordination.k8s.io kube-node-lease/${node}`),
    );
    before = await identitiesIn(kubeconfig);
    imagesBefore = await images();
    stateBefore = await workload.current.state();
  }, setUpTimeoutMs);

  afterAll(async () => {
    try {
      await workload.current?.end();
    } finally {
      await removeTwoNodeCluster({ runId: 'somebodys' });
    }
    expect(await leftOf('somebodys')).toEqual([]);
  }, timeoutMs);

  const images = () =>
    Promise.all(host.nodes.map(async (node) => (await imagesInNode(node, signal)).map(({ name }) => name).toSorted()));

  /** Everything is the very object that it was, and nothing else is there; what is somebody's was not even written to. */
  async function expectAsBefore(): Promise<void> {
    expect(await identitiesIn(kubeconfig)).toEqual(before);
    expect(await images()).toEqual(imagesBefore);
    expect(await workload.current?.state()).toEqual(stateBefore);
  }

  describe('that is kept', () => {
    const folder = temporaryRunFolder();
    let up: FinishedCommand;
    let report: RunReport;
    let upgrade: StartedCommand | undefined;

    beforeAll(async () => {
      const asGuest = ['--provider', 'existing', '--context', 'guest', '--kubeconfig', kubeconfig];
      up = await pcaE2e(['up', ...asGuest, '--keep', '--json', '--run-id', 'guest', '--run-dir', folder]);
      report = JSON.parse(up.stdout) as RunReport;
    }, timeoutMs);

    // Whatever failed: what stays would be in the way of the tests after these, and of the cluster's own removal.
    afterAll(async () => {
      upgrade?.kill('SIGKILL');
      await upgrade?.finished;
      if ((await leftOf('guest')).length > 0) await pcaE2e(['down', '--run-id', 'guest']);
    }, timeoutMs);

    test('passes the whole flow with every check, by a user with no more rights than are asked for', () => {
      expect(report.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
      expect(report).toMatchObject({ outcome: 'passed', provider: 'existing' });
      expect(report.chain).toHaveLength(5);
    });

    test('has pods on every node', async () => {
      const pods = (await connect(kubeconfig).core.listPodForAllNamespaces()).items;
      const ours = pods.filter(({ metadata }) => /^(bookinfo-guest|cert-manager)$/.test(metadata?.namespace ?? ''));
      expect([...new Set(ours.map(({ spec }) => spec?.nodeName))].toSorted()).toEqual(host.nodes.toSorted());
    });

    test('keeps another run out, which changes nothing and says what is there', async () => {
      const versions = await versionsIn(kubeconfig);
      const second = await pcaE2e(['up', ...there, '--run-id', 'second', '--run-dir', temporaryRunFolder()]);
      expect(second.exitCode).toBe(2);
      expect(second.stderr + second.stdout).toMatch(/has what the run would install; nothing was changed:/);
      expect(second.stderr + second.stdout).toMatch(/Run guest is a guest there: `pca-e2e down --run-id guest`/);
      // It says itself why: a diagnosis would have nothing to add.
      expect(second.stderr + second.stdout).not.toContain('No known cause');
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

    test('is looked into as any kept run', async () => {
      const ofRun = ['--run-dir', folder];
      const [verify, diagnose, refresh] = await Promise.all(
        ['verify', 'diagnose', 'refresh'].map((command) => pcaE2e([command, ...ofRun])),
      );
      expect([verify, diagnose, refresh].map((command) => command?.exitCode)).toEqual([0, 0, 0]);
      expect(verify?.stdout).not.toContain('✗');
      expect(diagnose?.stdout).toContain('Nothing is known to be wrong');
      expect(refresh?.stdout).toContain("by its own service account's token");
    });

    test(
      'has a component upgraded by images that no node has, until that process is killed before its last step',
      async () => {
        upgrade = startPcaE2e(['upgrade', '--issuer', otherIssuer, '--run-dir', folder]);
        // In order: whatever is told before this step has passed.
        await upgrade.lineWith("▶ 9. Same root, a renewal, the pod's chain");
        upgrade.kill('SIGKILL');
        await upgrade.finished;
        const { items } = await connect(kubeconfig).core.listNamespacedPod({ namespace: 'cert-manager' });
        const issuers = items.flatMap(({ spec }) => spec?.containers.map(({ image }) => image) ?? []);
        expect(issuers.filter((image) => image?.includes(`aws-privateca-issuer:v${otherIssuer}`))).toHaveLength(2);
      },
      timeoutMs,
    );

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

  describe('that is refused', () => {
    const refused = new Map<string, FinishedCommand>();
    const dead = join(hostFolder, 'dead');
    let versions: Readonly<Record<string, string>>;

    beforeAll(async () => {
      versions = await versionsIn(kubeconfig);
      const { core } = connect(kubeconfig);
      // A port that nobody listens on.
      await writeFile(dead, (await readFile(kubeconfig, 'utf8')).replace(/127\.0\.0\.1:\d+/, '127.0.0.1:9'));
      await core.createNode({ body: { metadata: { name: 'elsewhere' } } });
      const asked = {
        'no-context': ['--context', 'nobodys', '--kubeconfig', kubeconfig],
        'no-answer': ['--context', context, '--kubeconfig', dead],
        'no-right': ['--context', 'visitor', '--kubeconfig', kubeconfig],
        'no-way': ['--context', context, '--kubeconfig', kubeconfig],
      };
      try {
        const started = Object.entries(asked).map(async ([runId, options]) => {
          const run = ['--run-id', runId, '--run-dir', temporaryRunFolder()];
          refused.set(runId, await pcaE2e(['up', '--provider', 'existing', ...options, ...run]));
        });
        await Promise.all(started);
      } finally {
        await core.deleteNode({ name: 'elsewhere' });
      }
    }, timeoutMs);

    test.each([
      ['a context that is not there', 'no-context', 2, ['no context nobodys', 'Give one of these', context]],
      [
        'an API server that does not answer',
        'no-answer',
        3,
        ['not reached at https://127.0.0.1:9', 'kubectl --context'],
      ],
      [
        'rights that are missing, each by its name and no other',
        'no-right',
        2,
        [
          'Missing:\n  customresourcedefinitions.apiextensions.k8s.io: create\n  clusterroles.rbac.authorization.k8s.io: create\n',
          'What to do: Use a context whose user',
        ],
      ],
      [
        'a node that pods could not reach the mocked AWS from',
        'no-way',
        2,
        ['cannot reach the mocked AWS', 'Add --aws real'],
      ],
    ])('for %s: it says what to do', async (_why, runId, exitCode, texts) => {
      const { stdout, ...up } = refused.get(runId) ?? { stdout: '' };
      expect(up).toMatchObject({ exitCode });
      for (const text of texts) expect(stdout).toContain(text);
      expect(await leftOf(runId)).toEqual([]);
    });

    test('has changed nothing', async () => {
      expect(await versionsIn(kubeconfig)).toEqual(versions);
    });
  });

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
