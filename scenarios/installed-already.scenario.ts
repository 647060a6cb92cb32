import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Artifacts } from '../harness/artifacts/artifact-source.ts';
import { leftOf } from '../harness/cli/testing/left-behind.ts';
import { pcaE2e, startPcaE2e, temporaryRunFolder } from '../harness/cli/testing/pca-e2e.ts';
import { neededRights, rightsToReplace } from '../harness/clusters/existing/permissions.ts';
import {
  contentsIn,
  installSomebodysCertManager,
  installSomebodysMesh,
} from '../harness/clusters/testing/somebodys-mesh.ts';
import { identitiesIn, SomebodysWorkload, untilThere } from '../harness/clusters/testing/somebodys-workload.ts';
import { addUserWithRights } from '../harness/clusters/testing/user-with-rights.ts';
import { readRunState } from '../harness/flow/run-state.ts';
import type { RunReport } from '../harness/reports/run-report.ts';

const timeoutMs = 180_000;

/** A cluster of somebody's in which parts of the guide are installed: first cert-manager alone, then a whole mesh. */
describe('a run in a cluster where something is installed already', () => {
  const hostFolder = temporaryRunFolder();
  const kubeconfig = join(hostFolder, 'kubeconfig');
  const there = ['--provider', 'existing', '--context', 'kind-pca-e2e-installed', '--kubeconfig', kubeconfig];
  const workload = { current: undefined as SomebodysWorkload | undefined };
  let artifacts: Artifacts;
  let stateBefore: unknown;

  beforeAll(async () => {
    const host = ['up', '--until', 'cluster', '--keep', '--run-id', 'installed', '--run-dir', hostFolder];
    expect(await pcaE2e(host)).toMatchObject({ exitCode: 0 });
    artifacts = (await readRunState(hostFolder)).outputs.artifacts as Artifacts;
    workload.current = new SomebodysWorkload(kubeconfig);
    await workload.current.make(artifacts.images.find(({ name }) => name.includes('bookinfo-ratings'))?.name ?? '');
    await addUserWithRights(kubeconfig, 'replacer', [...neededRights, ...rightsToReplace]);
    await installSomebodysCertManager(artifacts, kubeconfig);
    await untilThere(kubeconfig, [
      'secrets tools/certs-cert-manager-webhook-ca',
      'leases.coordination.k8s.io kube-node-lease/pca-e2e-installed-control-plane',
      ...['controller', 'cainjector-leader-election'].map(
        (name) => `leases.coordination.k8s.io kube-system/cert-manager-${name}`,
      ),
    ]);
    stateBefore = await workload.current.state();
  }, timeoutMs);

  afterAll(async () => {
    await workload.current?.end();
    await pcaE2e(['down', '--run-id', 'installed']);
    expect(await leftOf('installed')).toEqual([]);
  }, timeoutMs);

  test(
    'uses a cert-manager that is there, fails, and leaves it as it is; its evidence is of its own namespaces',
    async () => {
      const folder = temporaryRunFolder();
      const failing = ['--istio-set', 'profile=nobodys', '--run-id', 'user', '--run-dir', folder];
      const up = await pcaE2e(['up', ...there, '--on-existing', 'use', ...failing, '--json']);
      const report = JSON.parse(up.stdout) as RunReport;
      expect(up.exitCode).toBe(4);
      expect(report.steps.find(({ status }) => status === 'failed')).toMatchObject({ id: 'istio' });
      expect(up.stderr).toContain('profile "nobodys" not found');
      expect(report.checks.map(({ id }) => id)).toEqual(
        expect.arrayContaining(['cert-manager-webhook', 'cacerts-chain']),
      );
      const evidence = await readdir(join(folder, 'evidence'), { recursive: true, withFileTypes: true });
      const folders = evidence.filter((entry) => entry.isDirectory()).map(({ name }) => name);
      expect(folders.toSorted()).toEqual(['bookinfo-user', 'cert-manager', 'istio-system', 'logs', 'tools']);
      const files = evidence.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
      const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
      expect(texts.filter((text) => /\bshop\b/.test(text))).toEqual([]);
      const note = report.undo?.find(({ stepId }) => stepId === 'cluster')?.note;
      expect(note).toMatch(/^all \d+ objects of the cluster are the ones that were there before/);
      expect(await workload.current?.state()).toEqual(stateBefore);
    },
    timeoutMs,
  );

  describe('that replaces a mesh', () => {
    const asReplacer = ['--provider', 'existing', '--context', 'replacer', '--kubeconfig', kubeconfig];
    const replace = (runId: string) => [
      ...['up', ...asReplacer, '--on-existing', 'replace', '--run-id', runId],
      ...['--run-dir', temporaryRunFolder()],
    ];
    /** Pods and the like get new names with every start; kinds are listed in any order. */
    const lastingNames = async () => {
      const passing = /^(pods|replicasets|endpointslices|certificaterequests|leases|controllerrevisions)\b/;
      return Object.keys(await identitiesIn(kubeconfig))
        .filter((name) => !passing.test(name))
        .toSorted();
    };
    let contents: Readonly<Record<string, unknown>>;
    let names: readonly string[];

    beforeAll(async () => {
      await installSomebodysMesh(artifacts, kubeconfig);
      contents = await contentsIn(kubeconfig);
      names = await lastingNames();
    }, timeoutMs);

    test('shows what that is, and changes nothing unless somebody agrees', async () => {
      const { exitCode, stdout, stderr } = await pcaE2e(replace('asking'));
      expect(exitCode).toBe(2);
      expect(stdout).toMatch(/cert-manager, version .*Helm release certs +namespace tools\n/);
      expect(stdout).toMatch(/Istio's plugged-in CA +secrets istio-system\/cacerts\n/);
      expect(stderr).toContain('Give --accept-replacement to agree to what is shown above.');
      expect(await contentsIn(kubeconfig)).toEqual(contents);
      expect(await lastingNames()).toEqual(names);
      expect(await leftOf('asking')).toEqual([]);
    });

    test(
      'and is killed in the middle: all of it is put back as it was, down to who manages which field',
      async () => {
        const up = startPcaE2e([...replace('replacer'), '--accept-replacement']);
        // By then cert-manager, the issuer and Istio's CA are the run's.
        await up.lineWith('▶ 7. Install Istio');
        up.kill('SIGKILL');
        await up.finished;
        expect(await contentsIn(kubeconfig)).not.toHaveProperty(['deployments.apps istio-system/istiod']);

        const clean = await pcaE2e(['clean', '--run-id', 'replacer', '--json']);
        expect(JSON.parse(clean.stdout)).toMatchObject({ leftovers: [{ runId: 'replacer', removed: true }] });
        expect(clean.stdout).toMatch(
          /objects of the cluster are there again, and no other is there; \d+ that the run had/,
        );
        expect(await contentsIn(kubeconfig)).toEqual(contents);
        expect(await lastingNames()).toEqual(names);
        expect(await leftOf('replacer')).toEqual([]);
      },
      timeoutMs,
    );
  });

  test('was noticed by nobody who has no part in that: every request was answered', async () => {
    const { answered, failures } = (await workload.current?.end()) ?? { answered: 0, failures: [] };
    expect(failures).toEqual([]);
    expect(answered).toBeGreaterThan(50);
  });
});
