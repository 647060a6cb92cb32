import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type KeptRun, writeRunState } from '../../flow/run-state.ts';
import { standingRun } from '../../flow/testing/standing-run.ts';
import { pcaE2e, temporaryRunFolder } from '../testing/pca-e2e.ts';

const processTimeoutMs = 30_000;
let folder: string;

beforeEach(() => {
  folder = temporaryRunFolder();
});

afterEach(() => rm(folder, { recursive: true }));

async function upgrade(args: readonly string[], { run, ...kept }: KeptRun = standingRun()) {
  await writeRunState({ ...kept, run: { ...run, folder } });
  return pcaE2e(['upgrade', '--run-dir', folder, ...args]);
}

describe('an upgrade that cannot be made is refused before anything is touched', () => {
  test.each([
    ['no component', [], 'No component is named'],
    ['the version that is there', ['--issuer', '1.10.0'], 'has aws-privateca-issuer 1.10.0 already'],
    ['a version that there is not', ['--istio', '1.2'], 'Istio 1.2 cannot be built'],
    ['another Kubernetes', ['--kubernetes', '1.35.4'], "which is its node's image: it cannot become 1.35.4"],
  ])(
    '%s',
    async (_what, args, message) => {
      expect(await upgrade(args)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(message) });
    },
    processTimeoutMs,
  );

  test(
    'a run that is not finished',
    async () => {
      const { run } = standingRun();
      const refused = await upgrade(['--issuer', '1.11.0'], { run, outputs: {} });
      expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('is not finished') });
      expect(refused.stderr).toContain(`pca-e2e up --run-dir ${folder}`);
    },
    processTimeoutMs,
  );
});

test(
  'a plan tells what would be done, and notes what the projects do not support',
  async () => {
    const { exitCode, stdout, stderr } = await upgrade(['--cert-manager', '1.18.2', '--dry-run']);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringContaining('$ helm upgrade cert-manager'),
    });
    expect(stderr).toContain('Note: cert-manager 1.20.3 to 1.18.2: its project recommends one minor release at a time');
    expect(stdout).not.toContain('helm upgrade aws-pca-issuer');
  },
  processTimeoutMs,
);
