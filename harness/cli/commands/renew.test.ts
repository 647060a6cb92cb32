import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { defaultRunOptions } from '../../flow/run.ts';
import { writeRunState } from '../../flow/run-state.ts';
import { pcaE2e, temporaryRunFolder } from '../testing/pca-e2e.ts';

const processTimeoutMs = 30_000;
let folder: string;

beforeEach(() => {
  folder = temporaryRunFolder();
});

afterEach(() => rm(folder, { recursive: true }));

test(
  'a run that ended before the mesh stood has nothing to renew',
  async () => {
    await writeRunState({ run: { id: 'half', folder, options: defaultRunOptions }, outputs: {} });
    expect(await pcaE2e(['renew', '--run-dir', folder])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Run half has no mesh whose CA could be renewed'),
    });
  },
  processTimeoutMs,
);

test(
  'its help says what it does, by examples',
  async () => {
    const { stdout } = await pcaE2e(['renew', '--help']);
    expect(stdout).toContain('pca-e2e renew --json | jq');
  },
  processTimeoutMs,
);
