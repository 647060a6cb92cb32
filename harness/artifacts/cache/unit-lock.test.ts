import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { lockUnit } from './unit-lock.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let path: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  path = join(folder.path, 'locks', 'bread.lock');
});
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
});

const take = (onWaiting: (pid: number) => void = () => undefined) =>
  lockUnit(path, { signal: new AbortController().signal, onWaiting });

describe('the lock of a unit', () => {
  test('is held by one at a time; the others are told by whom, and get it afterwards', async () => {
    const order: string[] = [];
    const first = await take();
    const second = take((pid) => order.push(`waiting for ${pid}`)).then(async (lock) => {
      order.push('second');
      await lock[Symbol.asyncDispose]();
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    order.push('first ends');
    await first[Symbol.asyncDispose]();
    await second;
    expect(order).toEqual([`waiting for ${process.pid}`, 'first ends', 'second']);
  });

  test('leaves no file behind', async () => {
    await (await take())[Symbol.asyncDispose]();
    await expect(readdir(dirname(path))).resolves.toEqual([]);
  });

  test.each([
    ['a process that is gone', { pid: 2 ** 30, startedTicks: '1', token: 'dead' }],
    ['an earlier process that had the id of a living one', { pid: process.pid, startedTicks: '1', token: 'dead' }],
  ])('is taken over from %s', async (_, holder) => {
    await mkdir(dirname(path));
    await writeFile(path, JSON.stringify(holder));
    const lock = await take();
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ pid: process.pid });
    await lock[Symbol.asyncDispose]();
  });

  test('waiting for it ends with the signal', async () => {
    await using _held = await take();
    const interrupt = new AbortController();
    const waiting = lockUnit(path, { signal: interrupt.signal, onWaiting: () => interrupt.abort(new Error('Ctrl-C')) });
    await expect(waiting).rejects.toThrow('Ctrl-C');
  });
});
