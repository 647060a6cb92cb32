import { describe, expect, test } from '@jest/globals';
import { runSideBySide, scenarioFileOf } from './side-by-side.ts';

const waiting = { name: 'waiting', setUps: ['mesh'], mostlyWaits: true };
const busy = { name: 'busy', setUps: ['issuance'], mostlyWaits: false };
const busyToo = { name: 'busy too', setUps: ['issuance'], mostlyWaits: false };
const wholeRun = { name: 'whole run', setUps: [], mostlyWaits: false };
const onMesh = { name: 'on mesh', setUps: ['mesh'], mostlyWaits: false };

/** Begins and ends as they happen; each file takes as many turns of the event loop as it is given. */
async function course(
  files: readonly (typeof busy)[],
  turns: Readonly<Record<string, number>> = {},
): Promise<string[]> {
  const events: string[] = [];
  await runSideBySide(files, async ({ name }) => {
    events.push(`+${name}`);
    for (let turn = 0; turn < (turns[name] ?? 1); turn += 1) await new Promise(setImmediate);
    events.push(`-${name}`);
  });
  return events;
}

describe('scenario files', () => {
  test('run one after the other', async () => {
    expect(await course([busy, wholeRun, onMesh])).toEqual([
      ...['+busy', '-busy', '+whole run', '-whole run', '+on mesh', '-on mesh'],
    ]);
  });

  test('run beside one that mostly waits, one at a time, on another set-up', async () => {
    expect(await course([busy, busyToo, waiting], { waiting: 9 })).toEqual([
      ...['+waiting', '+busy', '-busy', '+busy too', '-busy too', '-waiting'],
    ]);
  });

  test('wait for it when they use its set-up, or make a cluster of their own', async () => {
    expect(await course([wholeRun, onMesh, waiting], { waiting: 3 })).toEqual([
      ...['+waiting', '-waiting', '+whole run', '-whole run', '+on mesh', '-on mesh'],
    ]);
  });

  test('all end before an error of one is told', async () => {
    const ended: string[] = [];
    const run = async ({ name }: typeof busy) => {
      if (name === 'busy') throw new Error('the worker is gone');
      await new Promise(setImmediate);
      ended.push(name);
    };
    await expect(runSideBySide([waiting, busy, busyToo], run)).rejects.toThrow('the worker is gone');
    expect(ended).toEqual(['waiting', 'busy too']);
  });
});

test('what a file needs is read from its text', () => {
  expect(scenarioFileOf("/**\n * By the clock.\n *\n * @mostly-waits\n */\nuseSetUp('mesh');")).toEqual({
    setUps: ['mesh'],
    mostlyWaits: true,
  });
  expect(scenarioFileOf("useSetUp('issuance', { freshBecause: 'x' })")).toEqual({ setUps: [], mostlyWaits: false });
  expect(scenarioFileOf("useSetUp('issuance'); useSetUp('mesh', { options })")).toEqual({
    setUps: ['issuance', 'mesh'],
    mostlyWaits: false,
  });
});
