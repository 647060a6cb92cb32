import { chmod, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runCommand } from '../../../process/run-command.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { findTool, suits, type ToolName } from './find-tool.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
});

const signal = new AbortController().signal;
const find = (name: ToolName) =>
  findTool(name, { run: runCommand, signal, searchPath: `/nowhere:${folder.path}/sub:${folder.path}` });

async function install(name: string, script: string): Promise<void> {
  await writeFile(`${folder.path}/${name}`, `#!/bin/sh\n${script}\n`);
  await chmod(`${folder.path}/${name}`, 0o755);
}

describe('looking for a tool on the PATH', () => {
  test.each([
    ['kind', 'echo "kind v0.33.0 go1.26.8 linux/amd64"', '0.33.0'],
    ['kubectl', 'printf "Client Version: v1.34.4\\nKustomize Version: v5.7.1\\n"', '1.34.4'],
    ['helm', 'echo v3.19.5+g123abc', '3.19.5+g123abc'],
    ['istioctl', 'echo "client version: 1.24.1-tetratefips-v0"', '1.24.1-tetratefips-v0'],
  ] as const)('%s says its version', async (name, script, version) => {
    await install(name, script);
    await expect(find(name)).resolves.toEqual({ path: `${folder.path}/${name}`, version });
  });

  test('there is none', async () => {
    await expect(find('kind')).resolves.toBeUndefined();
  });

  test('one that does not work, or says no version, is none', async () => {
    await install('kind', 'exit 3');
    await install('helm', 'echo no version here');
    await expect(find('kind')).resolves.toBeUndefined();
    await expect(find('helm')).resolves.toBeUndefined();
  });
});

describe('whether an installed tool does', () => {
  test.each([
    ['kind', '0.33.1', '0.33.0', true],
    ['kind', '0.29.0', '0.33.0', false],
    ['kubectl', '1.35.2', '1.34.4', true],
    ['kubectl', '1.31.0', '1.34.4', false],
    ['helm', '3.19.5+g123abc', '3.19.5', true],
    ['helm', '3.7.2', '3.19.5', false],
    ['helm', '4.0.1', '3.19.5', false],
    ['istioctl', '1.31.0', '1.31.0', true],
    ['istioctl', '1.31.1', '1.31.0', false],
  ] as const)('%s %s for %s: %s', (name, installed, wanted, does) => {
    expect(suits[name](installed, wanted)).toBe(does);
  });
});
