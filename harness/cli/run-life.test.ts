import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { defaultRunOptions, type Run } from '../flow/run.ts';
import { writeRunState } from '../flow/run-state.ts';
import { type ProcessIdentity, thisProcess } from '../process/process-identity.ts';
import { testFolder } from '../testing/test-folder.ts';
import { lifeOf } from './run-life.ts';
import { holdRun, ownerFile } from './run-owner.ts';

const living = thisProcess();
const dead: ProcessIdentity = { ...living, pid: 2 ** 22 + 1 };
const elsewhere: ProcessIdentity = { ...living, host: 'elsewhere.example' };

const newRun = (): Run => ({
  id: 'r1',
  folder: testFolder('run-life-'),
  options: defaultRunOptions,
});
const judged = ({ id, folder }: Run, owner?: ProcessIdentity) => lifeOf({ runId: id, folder, owner });

describe('what has become of a run', () => {
  test('it goes on while the process that works on it lives', async () => {
    const run = newRun();
    await holdRun(run);
    expect(await judged(run)).toMatchObject({ state: 'running' });
    expect(await judged(newRun(), living)).toMatchObject({ state: 'running' });
  });

  test('it was killed when its process is gone and did not keep it', async () => {
    expect(await judged(newRun(), dead)).toMatchObject({ state: 'killed' });
    const noted = newRun();
    writeFileSync(join(noted.folder, ownerFile), JSON.stringify({ runId: 'r1', owner: dead }));
    expect(await judged(noted)).toMatchObject({ state: 'killed' });
  });

  test('it is kept when its folder has its state, whatever became of the process', async () => {
    const run = newRun();
    await writeRunState({ run, outputs: {} });
    expect(await judged(run, dead)).toMatchObject({ state: 'kept' });
    writeFileSync(join(run.folder, ownerFile), JSON.stringify({ runId: 'r1', owner: dead }));
    expect(await judged(run, dead)).toMatchObject({ state: 'kept' });
  });

  test('kept for a process, it is a leftover once that one is gone', async () => {
    const run = newRun();
    await writeRunState({ run, outputs: {}, heldBy: living });
    expect(await judged(run)).toMatchObject({ state: 'kept' });
    await writeRunState({ run, outputs: {}, heldBy: dead });
    expect(await judged(run)).toMatchObject({ state: 'killed' });
  });

  test('what cannot be judged from here is left alone', async () => {
    expect(await judged(newRun())).toMatchObject({ state: 'unknown' });
    expect(await judged(newRun(), elsewhere)).toMatchObject({ state: 'unknown' });
    const unreadable = newRun();
    writeFileSync(join(unreadable.folder, 'state.json'), '{ "half');
    expect(await judged(unreadable, dead)).toMatchObject({ state: 'unknown' });
  });

  test('nor is what other users may have written believed: a run that Docker knows is left alone, with the reason', async () => {
    const shared = newRun();
    chmodSync(shared.folder, 0o777);
    const why = expect.stringMatching(/can be written by other users: its mode is 777$/);
    expect(await judged(shared, dead)).toEqual({ state: 'unknown', why });
    const linked = newRun();
    symlinkSync(join(newRun().folder, 'state.json'), join(linked.folder, 'state.json'));
    expect(await judged(linked, dead)).toEqual({ state: 'unknown', why: expect.stringMatching(/is a symbolic link$/) });
  });

  test('a folder that is another run\u2019s by now says nothing of it', async () => {
    const other = { ...newRun(), id: 'r2' };
    await writeRunState({ run: other, outputs: {} });
    expect(await lifeOf({ runId: 'r1', folder: other.folder, owner: dead })).toMatchObject({ state: 'killed' });
  });
});
