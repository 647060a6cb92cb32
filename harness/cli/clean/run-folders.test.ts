import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { defaultRunOptions } from '../../flow/run.ts';
import { writeRunState } from '../../flow/run-state.ts';
import { testFolder } from '../../testing/test-folder.ts';
import { holdRun } from '../run-owner.ts';
import { leftInFolder, runFolders } from './run-folders.ts';

const run = (folder: string, id = 'r1') => ({ id, folder, options: defaultRunOptions });

describe('what a killed run left in its folder', () => {
  test('of one that the user chose: what leads into the run; what tells of it stays', async () => {
    const folder = testFolder('chosen-');
    mkdirSync(join(folder, 'kind'));
    for (const file of ['kubeconfig', 'commands.log', 'notes.txt']) writeFileSync(join(folder, file), '');
    await holdRun(run(folder));
    expect(await leftInFolder('r1', folder)).toEqual([
      { kind: 'file', name: join(folder, 'kubeconfig') },
      { kind: 'folder', name: join(folder, 'kind') },
      { kind: 'file', name: join(folder, 'owner.json') },
    ]);
  });

  test('of a temporary one of ours: all of it', async () => {
    const folder = testFolder('pca-e2e-');
    await holdRun(run(folder));
    expect(await leftInFolder('r1', folder)).toEqual([{ kind: 'folder', name: folder }]);
  });

  test('of a session: the session too, unless another run is in there', async () => {
    const session = testFolder('pca-e2e-scenarios-');
    const folder = join(session, 'r1');
    mkdirSync(folder);
    await holdRun(run(folder));
    expect(await leftInFolder('r1', folder)).toEqual([{ kind: 'folder', name: session }]);
    mkdirSync(join(session, 'r2'));
    await writeRunState({ run: run(join(session, 'r2'), 'r2'), outputs: {} });
    expect(await leftInFolder('r1', folder)).toEqual([{ kind: 'folder', name: folder }]);
  });

  test('of one that is another run\u2019s by now: nothing', async () => {
    const folder = testFolder('pca-e2e-');
    await holdRun(run(folder, 'r2'));
    expect(await leftInFolder('r1', folder)).toEqual([]);
  });
});

test('runs are looked for in runs/ and in our temporary folders', async () => {
  const cwd = testFolder('work-');
  mkdirSync(join(cwd, 'runs', 'r1'), { recursive: true });
  const ours = testFolder('pca-e2e-');
  expect(await runFolders(cwd)).toEqual(expect.arrayContaining([join(cwd, 'runs', 'r1'), ours]));
  expect(await runFolders(cwd)).not.toContain(cwd);
});
