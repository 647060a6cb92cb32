import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { helmShowCrdsCommand, helmUpgrade, helmUpgradeCommand, mergeValues } from './helm.ts';

test('values are merged as helm merges value files: maps deeply, lists and scalars replaced', () => {
  const below = { crds: { enabled: false, keep: true }, env: ['a'], replicas: 1 };
  const above = { crds: { enabled: true }, env: ['b'], image: { tag: 'v1' } };
  expect(mergeValues(below, above)).toEqual({
    crds: { enabled: true, keep: true },
    env: ['b'],
    replicas: 1,
    image: { tag: 'v1' },
  });
});

describe('upgrading a release', () => {
  const release = { helm: 'helm', kubeconfig: '/out/kubeconfig', release: 'cert-manager', namespace: 'cert-manager' };

  test('takes the chart where it is, and makes no namespace', () => {
    const chart = { chart: 'cert-manager', repository: 'https://charts.example', version: '1.21.2', values: {} };
    const from = ['cert-manager', '--repo', 'https://charts.example', '--version', '1.21.2'];
    expect(helmShowCrdsCommand({ ...release, chart })).toEqual(['helm', 'show', 'crds', ...from]);
    expect(helmUpgradeCommand({ ...release, chart })).toEqual([
      ...['helm', 'upgrade', 'cert-manager', ...from],
      ...['--namespace', 'cert-manager', '--kubeconfig', '/out/kubeconfig', '--values', '-'],
    ]);
  });

  test('an earlier helm that was killed is named, with what unlocks its release', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pca-e2e-'));
    const helm = join(folder, 'helm');
    const message = 'Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress';
    writeFileSync(helm, `#!/bin/sh\necho '${message}' >&2\nexit 1\n`, { mode: 0o755 });
    const options = {
      ...release,
      helm,
      chart: { chart: 'c', values: {} },
      values: {},
      signal: new AbortController().signal,
    };
    await expect(helmUpgrade(options)).rejects.toMatchObject({
      message: expect.stringContaining('The release cert-manager is locked'),
      remedy: expect.stringContaining('helm rollback cert-manager --namespace cert-manager'),
    });
    rmSync(folder, { recursive: true });
  });
});
