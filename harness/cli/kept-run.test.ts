import { expect, test } from '@jest/globals';
import { defaultRunOptions, type Run } from '../flow/run.ts';
import { writeRunState } from '../flow/run-state.ts';
import { testFolder } from '../testing/test-folder.ts';
import { systemIo } from './io.ts';
import { findRunToRemove } from './kept-run.ts';
import { holdRun } from './run-owner.ts';

const newRun = (id: string): Run => ({
  id,
  folder: testFolder(),
  options: defaultRunOptions,
});

test('a run that was killed, or left by a second Ctrl-C, is found by its folder: its state was never written', async () => {
  const run = newRun('killed');
  await holdRun(run);
  expect(await findRunToRemove(systemIo(), run.folder)).toEqual({ run, outputs: {} });
});

test('a run that was killed while it was resumed is found with its state', async () => {
  const run = newRun('resumed');
  await writeRunState({ run, outputs: { network: { dockerNetwork: 'pca-e2e-resumed' } } });
  await holdRun(run);
  expect(await findRunToRemove(systemIo(), run.folder)).toMatchObject({
    run: { id: 'resumed' },
    outputs: { network: { dockerNetwork: 'pca-e2e-resumed' } },
  });
});

test('a folder without a run is refused', async () => {
  const { folder } = newRun('none');
  await expect(findRunToRemove(systemIo(), folder)).rejects.toThrow('is not the folder of a kept run');
});
