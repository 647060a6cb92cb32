import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Artifacts } from '../harness/artifacts/artifact-source.ts';
import { leftOf } from '../harness/cli/testing/left-behind.ts';

import { pcaE2e, startPcaE2e, temporaryRunFolder } from '../harness/cli/testing/pca-e2e.ts';
import { installExistingCertManager } from '../harness/clusters/testing/existing-cert-manager.ts';

import { identitiesIn, SomebodysWorkload, untilThere } from '../harness/clusters/testing/somebodys-workload.ts';
import { readRunState } from '../harness/flow/run-state.ts';
import type { RunReport } from '../harness/reports/run-report.ts';

const timeoutMs = 180_000;

/** An existing cluster in which cert-manager is installed. */
describe('a run in a cluster where something is installed already', () => {
  const hostFolder = temporaryRunFolder();
  const kubeconfig = join(hostFolder, 'kubeconfig');
  const there = ['--provider', 'existing', '--context', 'kind-pca-e2e-installed', '--kubeconfig', kubeconfig];
  const workload = { current: undefined as SomebodysWorkload | undefined };
  let stateBefore: unknown;

  beforeAll(async () => {
    const host = ['up', '--until', 'cluster', '--keep', '--run-id', 'installed', '--run-dir', hostFolder];
    expect(await pcaE2e(host)).toMatchObject({ exitCode: 0 });
    const artifacts = (await readRunState(hostFolder)).outputs.artifacts as Artifacts;
    workload.current = new SomebodysWorkload(kubeconfig);
    await workload.current.make(artifacts.images.find(({ name }) => name.includes('bookinfo-ratings'))?.name ?? '');
    await installExistingCertManager(artifacts, kubeconfig);
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

  test('is refused, which changes nothing, without --on-existing use', async () => {
    const identities = await identitiesIn(kubeconfig);
    const up = await pcaE2e(['up', ...there, '--run-id', 'refused', '--run-dir', temporaryRunFolder()]);
    expect(up.exitCode).toBe(2);
    expect(up.stderr + up.stdout).toMatch(/has what the run would install; nothing was changed:/);
    expect(up.stderr + up.stdout).toMatch(/cert-manager, version .*Helm release certs +namespace tools\n/);
    expect(up.stderr + up.stdout).toContain('To use that cert-manager as it is, add --on-existing use.');
    expect(await identitiesIn(kubeconfig)).toEqual(identities);
    expect(await leftOf('refused')).toEqual([]);
  });

  test(
    'is killed in the middle: clean removes exactly what it added',
    async () => {
      const identities = await identitiesIn(kubeconfig);
      const killed = ['--run-id', 'killed', '--run-dir', temporaryRunFolder()];
      const up = startPcaE2e(['up', ...there, '--on-existing', 'use', ...killed]);
      await up.lineWith('▶ 7. Install Istio');
      // By then the issuer and Istio's CA are there, and a part of Istio.
      await untilThere(kubeconfig, ['serviceaccounts istio-system/istiod']);
      up.kill('SIGKILL');
      await up.finished;
      expect(Object.keys(await identitiesIn(kubeconfig))).toContain('secrets istio-system/cacerts');

      const clean = await pcaE2e(['clean', '--run-id', 'killed', '--json']);
      expect(JSON.parse(clean.stdout)).toMatchObject({ leftovers: [{ runId: 'killed', removed: true }] });
      expect(clean.stdout).toMatch(/all \d+ objects of the cluster are the ones that were there before/);
      expect(clean.exitCode).toBe(0);
      expect(await identitiesIn(kubeconfig)).toEqual(identities);
      expect(await workload.current?.state()).toEqual(stateBefore);
      expect(await leftOf('killed')).toEqual([]);
    },
    timeoutMs,
  );

  test('was noticed by nobody who has no part in that: every request was answered', async () => {
    const { answered, failures } = (await workload.current?.end()) ?? { answered: 0, failures: [] };
    expect(failures).toEqual([]);
    expect(answered).toBeGreaterThan(50);
  });
});
