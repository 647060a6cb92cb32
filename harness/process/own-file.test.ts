import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isOwnFolder, makeOwnFolder, NotOwnError, readOwnFile, readOwnFileAnywhere } from './own-file.ts';
import { runCommand } from './run-command.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'own-file-'));
  file = join(folder, 'note.json');
  writeFileSync(file, 'mine', { mode: 0o644 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const otherUser = 65_534;
const isRoot = process.getuid?.() === 0;
const whereOwnersCanBeChanged = isRoot ? test : test.skip;
const asRoot = isRoot ? '' : ' (skipped: only root gives files away)';

describe('a file of the user\u2019s own', () => {
  test('is read', async () => {
    expect(await readOwnFile(file)).toBe('mine');
  });

  test('that does not exist is reported as by the system', async () => {
    await expect(readOwnFile(join(folder, 'absent'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(readOwnFile(join(folder, 'absent', 'note'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(readOwnFile(join(file, 'note'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });
});

describe('refused, with the reason, is', () => {
  const refused = (why: RegExp) => expect(readOwnFile(file)).rejects.toThrow(why);

  whereOwnersCanBeChanged(`a file of another user${asRoot}`, async () => {
    chownSync(file, otherUser, otherUser);
    await refused(/note\.json belongs to user 65534, and this is user 0/);
  });

  whereOwnersCanBeChanged(`a file in a folder of another user${asRoot}`, async () => {
    chownSync(folder, otherUser, otherUser);
    await refused(/own-file-\w+ belongs to user 65534/);
  });

  test.each(['664', '646', '666'])('a file that others may write: mode %s', async (mode) => {
    chmodSync(file, mode);
    await refused(new RegExp(`can be written by other users: its mode is ${mode}`));
  });

  test.each(['775', '757', '1777'])('a file in a folder that others may write: mode %s', async (mode) => {
    chmodSync(folder, mode);
    await refused(new RegExp(`can be written by other users: its mode is ${mode}`));
    expect(readOwnFileAnywhere(file)).toBe('mine');
  });

  test('a symbolic link, also to a file of one\u2019s own', async () => {
    rmSync(file);
    writeFileSync(join(folder, 'target'), 'mine');
    symlinkSync(join(folder, 'target'), file);
    await refused(/note\.json is a symbolic link/);
  });

  test('a file reached by a symbolic link to its folder', async () => {
    const link = `${folder}-link`;
    symlinkSync(folder, link);
    await expect(readOwnFile(join(link, 'note.json'))).rejects.toThrow(`${link} is a symbolic link`);
    rmSync(link);
  });

  test('a FIFO, without waiting for its writer; and a folder', async () => {
    rmSync(file);
    await runCommand('mkfifo', [file]);
    await refused(/note\.json is not a regular file/);
    rmSync(file);
    mkdirSync(file);
    await refused(/note\.json is not a regular file/);
  });
});

describe('a folder', () => {
  test('is made so that no other user may write to it, whatever the umask is', () => {
    const umask = process.umask(0);
    makeOwnFolder(join(folder, 'runs', 'r1'));
    process.umask(umask);
    expect([join(folder, 'runs'), join(folder, 'runs', 'r1')].map((path) => statSync(path).mode & 0o777)).toEqual([
      0o755, 0o755,
    ]);
  });

  test('that exists is left as it is, and refused when others may write to it', () => {
    chmodSync(folder, 0o775);
    expect(() => makeOwnFolder(folder)).toThrow(NotOwnError);
    expect(statSync(folder).mode & 0o777).toBe(0o775);
  });

  test('is one\u2019s own, or is not', () => {
    expect([folder, join(folder, 'absent'), '/tmp'].map(isOwnFolder)).toEqual([true, false, false]);
  });
});
