import { describe, expect, test } from '@jest/globals';
import { formatProcess, type ProcessIdentity, parseProcess, processState, thisProcess } from './process-identity.ts';
import { runCommand } from './run-command.ts';

/** What is said of a process that wrote itself down so, from where `own` says. */
function seenFrom(own: Partial<ProcessIdentity>, written: Partial<ProcessIdentity>) {
  const { host, boot, pid, startedTicks } = thisProcess();
  const here = { host, boot, machine: 'a', pidNamespace: '1' };
  return processState({ ...here, pid, startedTicks, ...written }, { ...here, ...own } as typeof here);
}

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

  test('is gone when this very machine was started again since', async () => {
    expect(await seenFrom({}, { boot: 'another' })).toBe('gone');
  });

  test.each<[string, Partial<ProcessIdentity>]>([
    ['of another machine', { host: 'elsewhere.example' }],
    ['of another machine that has this host name, as virtual machines of CI do', { boot: 'another', machine: 'b' }],
    ['of another machine that shares the home folder', { host: 'elsewhere.example', boot: 'another' }],
    [
      'of another boot, written by an earlier version',
      { boot: 'another', machine: undefined, pidNamespace: undefined },
    ],
    ['of another boot, where no machine has an id', { boot: 'another', machine: '' }],
    ['of a container that has this host name', { pidNamespace: '2' }],
    ['where the system has no id of a boot, and the machine is another one', { boot: '', machine: 'b' }],
  ])('%s cannot be judged', async (_, written) => {
    const own = { machine: written.machine === '' ? '' : 'a' };
    expect(await seenFrom(written.boot === '' ? { ...own, boot: '' } : own, written)).toBe('elsewhere');
  });

  test.each<[string, Partial<ProcessIdentity>]>([
    ['of this boot, written by an earlier version', { machine: undefined, pidNamespace: undefined }],
    ['of this boot, where no machine has an id', { machine: '' }],
    ['of this machine, where the system has no id of a boot', { boot: '' }],
  ])('%s is looked for by its id', async (_, written) => {
    const own = written.boot === '' ? { boot: '' } : {};
    expect(await seenFrom(own, written)).toBe('alive');
    expect(await seenFrom(own, { ...written, pid: 2 ** 22 + 1 })).toBe('gone');
  });

  test('is one word for a label, and the same again when it is read', () => {
    const word = formatProcess(thisProcess());
    expect(word).toMatch(/^\S+$/);
    expect(parseProcess(word)).toEqual(thisProcess());
  });

  test('is a word that AWS takes as the value of a tag, also with the longest host name of Linux', () => {
    const word = formatProcess({ ...thisProcess(), host: 'h'.repeat(64), pid: 2 ** 22 });
    expect(word).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u);
  });

  test('is read as earlier versions wrote it', () => {
    expect(parseProcess('host/boot/12/34')).toEqual({ host: 'host', boot: 'boot', pid: 12, startedTicks: '34' });
  });

  test.each(['', 'host', 'host/boot/none/1'])('%j is no process', (word) => {
    expect(parseProcess(word)).toBeUndefined();
  });
});
