import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { defaultRunOptions, type Run, type RunOptions } from '../flow/run.ts';
import { writeRunState } from '../flow/run-state.ts';
import { testFolder } from '../testing/test-folder.ts';
import { findRunToRemove } from './kept-run.ts';
import { runsWithoutDocker, runWithoutDocker } from './known-runs.ts';
import { holdRun, ownerFile } from './run-owner.ts';

const guest: RunOptions = { ...defaultRunOptions, provider: 'existing', aws: 'real', artifacts: 'registry' };

function newRun(options: RunOptions = guest, id = 'r1'): Run {
  return { id, folder: testFolder('known-runs-'), options };
}

describe('a run that needs no Docker is known by its folder', () => {
  test('while it goes on, or once it was killed', async () => {
    const run = newRun();
    await holdRun(run);
    expect(await runWithoutDocker(run.folder)).toMatchObject({ runId: 'r1', folder: run.folder });
  });

  test('when it is kept', async () => {
    const run = newRun();
    await writeRunState({ run, outputs: {} });
    expect(await runWithoutDocker(run.folder)).toMatchObject({ runId: 'r1', folder: run.folder });
  });

  test('and is removed as what it was, also when it was killed', async () => {
    const run = newRun();
    await holdRun(run);
    const io = { cwd: '/', env: {}, stdout: process.stdout, stderr: process.stderr };
    expect(await findRunToRemove(io, run.folder)).toMatchObject({
      run: { id: 'r1', folder: run.folder, options: { provider: 'existing', aws: 'real', artifacts: 'registry' } },
    });
  });
});

describe('no such run is', () => {
  test('one that may have something in Docker', async () => {
    const held = newRun(defaultRunOptions);
    await holdRun(held);
    const kept = newRun(defaultRunOptions);
    await writeRunState({ run: kept, outputs: {} });
    const noted = newRun();
    writeFileSync(join(noted.folder, ownerFile), JSON.stringify({ runId: 'r1', owner: {} }));
    expect(await runsWithoutDocker([held, kept, noted].map(({ folder }) => folder))).toEqual([]);
  });

  test('a folder without notes, or with files that are none; the others are found all the same', async () => {
    const empty = newRun();
    const broken = newRun();
    writeFileSync(join(broken.folder, 'state.json'), '{ "half');
    const found = newRun(guest, 'r2');
    await holdRun(found);
    mkdirSync(join(empty.folder, 'r1'));
    const folders = [empty, broken, found].map(({ folder }) => folder);
    expect((await runsWithoutDocker(folders)).map(({ runId }) => runId)).toEqual(['r2']);
  });
});
