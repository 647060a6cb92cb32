import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runCommand } from '../process/run-command.ts';
import { CommandLog } from './command-log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'command-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('every command and its outcome is written down', async () => {
  const log = new CommandLog(folder);
  await runCommand(process.execPath, ['--version']);
  expect(log.close()).toEqual([]);
  expect(readFileSync(join(folder, 'commands.log'), 'utf8')).toMatch(/ \$ node --version\n.* ↵ exit 0 after /);
});

test('a log that finds no room fails no command: the undo of a run continues', async () => {
  const path = join(folder, 'commands.log');
  // Writing to it fails with ENOSPC (full(4)).
  symlinkSync('/dev/full', path);
  const log = new CommandLog(folder);
  expect(await runCommand(process.execPath, ['--version'])).toMatchObject({ exitCode: 0 });
  expect(log.close()).toEqual([
    expect.objectContaining({
      message: `${path} could not be written`,
      cause: expect.objectContaining({ code: 'ENOSPC' }),
    }),
  ]);
});
