import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { instancesHeldBy } from './inotify-instances.ts';

let proc: string;

beforeEach(async () => {
  proc = await mkdtemp(join(tmpdir(), 'pca-e2e-'));
  const open = async (id: string, targets: readonly string[]) => {
    await mkdir(join(proc, id, 'fd'), { recursive: true });
    await Promise.all(targets.map((target, number) => symlink(target, join(proc, id, 'fd', String(number)))));
  };
  await open('1', ['/dev/null', 'anon_inode:inotify', 'anon_inode:[eventfd]', 'anon_inode:inotify']);
  await open('22', ['anon_inode:inotify']);
  // Not a process, and one that has ended since its folder was seen.
  await open('sys', ['anon_inode:inotify']);
  await mkdir(join(proc, '333'));
});

afterEach(() => rm(proc, { recursive: true }));

test("counts the inotify descriptors of the user's processes", async () => {
  expect(await instancesHeldBy(userInfo().uid, proc)).toBe(3);
});

test("leaves out other users' processes", async () => {
  expect(await instancesHeldBy(userInfo().uid + 1, proc)).toBe(0);
});
