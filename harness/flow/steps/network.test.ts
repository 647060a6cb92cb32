import { expect, test } from '@jest/globals';
import { observeCommands } from '../../process/run-command.ts';
import { defaultRunOptions } from '../run.ts';
import { networkStep } from './network.ts';

test('a run that needs no Docker makes no network, and removes none', async () => {
  const options = { ...defaultRunOptions, provider: 'existing', aws: 'real', artifacts: 'registry' } as const;
  const run = { id: 'r1', folder: '', options };
  const { signal } = new AbortController();
  const silent = { waitingFor: () => undefined, observed: () => undefined, check: () => undefined };
  const commands: string[] = [];
  const stop = observeCommands({ started: (_, command) => commands.push(command) });
  expect(await networkStep.run({ run, outputs: {}, signal, ...silent })).toEqual({});
  expect(await networkStep.undo?.({ run, outputs: {}, signal })).toBeUndefined();
  expect(await networkStep.again?.reset({ run, outputs: {}, signal })).toBeUndefined();
  stop();
  expect(commands).toEqual([]);
});
