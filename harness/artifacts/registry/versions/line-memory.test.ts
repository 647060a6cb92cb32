import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { LineMemory } from './line-memory.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let lookedUp: number;
beforeEach(async () => {
  folder = await temporaryFolder();
  lookedUp = 0;
});
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
});

const newest = (line: string, release: string | undefined, where = 'docker.io/kindest/node') =>
  new LineMemory(folder.path).newest(line, where, async () => {
    lookedUp += 1;
    return release;
  });

test('a line is looked up once, at each address', async () => {
  await expect(newest('1.34', '1.34.3')).resolves.toBe('1.34.3');
  await expect(newest('1.34', '1.34.4')).resolves.toBe('1.34.3');
  await expect(newest('1.34', '1.34.4', 'mirror.example/node')).resolves.toBe('1.34.4');
  expect(lookedUp).toBe(2);
});

test('a line without a release is looked up again', async () => {
  await expect(newest('1.99', undefined)).resolves.toBeUndefined();
  await expect(newest('1.99', '1.99.0')).resolves.toBe('1.99.0');
});

test('what was found yesterday is looked up again', async () => {
  await newest('1.34', '1.34.3');
  const memory = join(folder.path, 'newest-releases');
  const [file = ''] = await readdir(memory);
  const yesterday = Date.now() - 25 * 60 * 60_000;
  await writeFile(join(memory, file), JSON.stringify({ release: '1.34.3', atMs: yesterday }));
  await expect(newest('1.34', '1.34.4')).resolves.toBe('1.34.4');
});
