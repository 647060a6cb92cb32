import { expect, test } from '@jest/globals';
import { observeCommands } from '../../process/run-command.ts';
import { defaultRunOptions } from '../run.ts';
import { networkStep } from './network.ts';

test('a run that needs no Docker makes no network, and removes none', async () => {
  const options = { ...defaultRunOptions, provider: 'existing', aws: 'real', artifacts: 'registry' } as const;
  const run = { id: 'r1', folder: '', options };
  const { signal } = new AbortController();
  const wait = { signal, waitingFor: () => undefined, observed: () => undefined };
  const commands: string[] = [];
  const stop = observeCommands({ started: (_, command) => commands.push(command) });
  expect(await networkStep.run({ run, outputs: {}, ...wait, check: () => undefined })).toEqual({});
  expect(await networkStep.undo?.({ run, outputs: {}, ...wait })).toBeUndefined();
  expect(await networkStep.again?.reset({ run, outputs: {}, ...wait })).toBeUndefined();
  stop();
  expect(commands).toEqual([]);
});
