import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runCommand } from '../process/run-command.ts';
import { imageThatExits } from './privileged-program.ts';

/** This machine's processor as `uname -m` names it, where the program can really run. */
const native = process.platform === 'linux' ? { x64: 'x86_64', arm64: 'aarch64' }[process.arch as string] : undefined;
const onKnownLinux = native === undefined ? test.skip : test;

describe('imageThatExits', () => {
  onKnownLinux('unpacks with tar to a program that exits with 0 (on Linux alone: it is a Linux program)', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'privileged-program-test-'));
    try {
      await writeFile(join(folder, 'image.tar'), imageThatExits(native ?? '') ?? '');
      await runCommand('tar', ['-xf', 'image.tar'], { cwd: folder });
      const { exitCode, stdout, stderr } = await runCommand(join(folder, 'exit-0'), []);
      expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: '', stderr: '' });
      // That it ran is its own doing, not a default: with the mode taken away it does not.
      await chmod(join(folder, 'exit-0'), 0o644);
      await expect(runCommand(join(folder, 'exit-0'), [])).rejects.toThrow('exit-0');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('is an archive of whole blocks, ending with two empty ones', () => {
    for (const architecture of ['x86_64', 'aarch64']) {
      const archive = imageThatExits(architecture) ?? new Uint8Array();
      expect(archive.length).toBe(4 * 512);
      expect(archive.slice(-1024).every((byte) => byte === 0)).toBe(true);
    }
  });

  test('differs between processors, and is nothing for unknown ones', () => {
    expect(imageThatExits('x86_64')).not.toEqual(imageThatExits('aarch64'));
    expect(imageThatExits('s390x')).toBeUndefined();
  });
});
