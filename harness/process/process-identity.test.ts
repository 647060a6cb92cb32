import { describe, expect, test } from '@jest/globals';
import { formatProcess, parseProcess, processState, thisProcess } from './process-identity.ts';
import { runCommand } from './run-command.ts';

describe('a process that is recognised later', () => {
  test('is alive while it runs', async () => {
    expect(await processState(thisProcess())).toBe('alive');
  });

  test('is gone once it has ended', async () => {
    const { stdout } = await runCommand(process.execPath, ['-p', 'process.pid']);
    expect(await processState({ ...thisProcess(), pid: Number(stdout), startedTicks: '1' })).toBe('gone');
  });

  const whereStartsAreKnown = thisProcess().startedTicks === '' ? test.skip : test;

  whereStartsAreKnown('is gone when its id is another process\u2019s by now (Linux)', async () => {
    expect(await processState({ ...thisProcess(), startedTicks: '1' })).toBe('gone');
  });

  whereStartsAreKnown('is gone when the machine was started anew since (Linux)', async () => {
    expect(await processState({ ...thisProcess(), boot: 'another' })).toBe('gone');
  });

  test('of another machine cannot be judged', async () => {
    expect(await processState({ ...thisProcess(), host: 'elsewhere.example' })).toBe('elsewhere');
  });

  test('is one word for a label, and the same again when it is read', () => {
    const word = formatProcess(thisProcess());
    expect(word).toMatch(/^\S+$/);
    expect(parseProcess(word)).toEqual(thisProcess());
  });

  test.each(['', 'host', 'host/boot/none/1'])('%j is no process', (word) => {
    expect(parseProcess(word)).toBeUndefined();
  });
});
