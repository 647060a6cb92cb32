import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runCommand } from '../process/run-command.ts';

const wrapper = join(import.meta.dirname, 'runc-without-sys-resource.sh');
/** As dockerd 20.10.24 wrote them for `docker run --privileged` and `docker exec --privileged`, look-alike texts included. */
const capturedConfig = join(import.meta.dirname, 'testdata/docker-20.10-privileged.oci-config');
const capturedProcess = join(import.meta.dirname, 'testdata/docker-20.10-exec.oci-process');

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runc-wrapper-test-'));
  await mkdir(join(folder, 'bin'));
  // Stands in for runc: prints the arguments it gets, one a line.
  await writeFile(join(folder, 'bin/runc'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const callWrapper = async (...args: string[]) => {
  const { PATH: path = '' } = process.env;
  const env = { PATH: [join(folder, 'bin'), path].join(delimiter) };
  return (await runCommand('sh', [wrapper, ...args], { cwd: folder, env })).stdout.split('\n');
};

const place = async (name: string, text: string) => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

const withoutCapability = (text: string) =>
  // In these files the capability is never the first of its array; other texts have no comma before it within braces.
  text.replaceAll(',"CAP_SYS_RESOURCE","CAP_SYS_TIME"', ',"CAP_SYS_TIME"');

describe('the runtime wrapper', () => {
  test("takes the capability out of a bundle's three sets and leaves every other byte", async () => {
    const before = await readFile(capturedConfig, 'utf8');
    const config = await place('config.json', before);
    const args = [
      '--root',
      '/run/runc',
      '--log',
      'log.json',
      'create',
      '--bundle',
      folder,
      '--pid-file',
      'init.pid',
      'id',
    ];
    expect(await callWrapper(...args)).toEqual(args);
    const after = await readFile(config, 'utf8');
    expect(after.trimEnd()).toBe(withoutCapability(before).trimEnd());
    expect(before.length - after.trimEnd().length).toBe(3 * ',"CAP_SYS_RESOURCE"'.length);
  });

  test('leaves arguments and variables that look like a capability alone', async () => {
    const config = await place('config.json', await readFile(capturedConfig, 'utf8'));
    await callWrapper('create', '-b', folder, 'id');
    const { process } = JSON.parse(await readFile(config, 'utf8'));
    expect(process.args).toContain('CAP_SYS_RESOURCE');
    expect(process.env).toContain('X={"capabilities":{"bounding":["CAP_SYS_RESOURCE"]}}');
  });

  test('takes it out of the process that exec is given', async () => {
    const before = await readFile(capturedProcess, 'utf8');
    const path = await place('process.json', before);
    await callWrapper('--root', '/run/runc', 'exec', '--process', path, '--detach', 'id');
    const after = await readFile(path, 'utf8');
    expect(after).not.toBe(before);
    expect(after.trimEnd()).toBe(withoutCapability(before).trimEnd());
  });

  test.each([
    ['alone', '{"capabilities":{"bounding":["CAP_SYS_RESOURCE"]}}', '{"capabilities":{"bounding":[]}}'],
    [
      'first',
      '{"capabilities":{"bounding":["CAP_SYS_RESOURCE","CAP_KILL"]}}',
      '{"capabilities":{"bounding":["CAP_KILL"]}}',
    ],
    [
      'last',
      '{"capabilities":{"bounding":["CAP_KILL","CAP_SYS_RESOURCE"]}}',
      '{"capabilities":{"bounding":["CAP_KILL"]}}',
    ],
    ['absent', '{"capabilities":{"bounding":["CAP_KILL"]},"args":["CAP_SYS_RESOURCE"]}', undefined],
    ['in no capability set at all', '{"capabilities":null,"args":["CAP_SYS_RESOURCE"]}', undefined],
  ])('when it is %s, what is left is valid', async (_, before, after) => {
    const config = await place('config.json', before);
    await callWrapper('run', `--bundle=${folder}`, 'id');
    expect((await readFile(config, 'utf8')).trimEnd()).toBe(after ?? before);
  });

  test('understands indented JSON, and keeps 64-bit numbers', async () => {
    const before = { capabilities: { bounding: ['CAP_KILL', 'CAP_SYS_RESOURCE'], ambient: ['CAP_SYS_RESOURCE'] } };
    const text = JSON.stringify(before, undefined, 2).replace('{', '{"hard": 18446744073709551615,');
    const config = await place('config.json', text);
    await callWrapper('create', '--bundle', folder, 'id');
    const after = await readFile(config, 'utf8');
    expect(JSON.parse(after).capabilities).toEqual({ bounding: ['CAP_KILL'], ambient: [] });
    expect(after).toContain('18446744073709551615');
  });

  test('touches nothing for other subcommands, and passes the exit code of runc on', async () => {
    const before = await readFile(capturedConfig, 'utf8');
    const config = await place('config.json', before);
    await callWrapper('state', '--bundle', folder);
    expect(await readFile(config, 'utf8')).toBe(before);
    await writeFile(join(folder, 'bin/runc'), '#!/bin/sh\nexit 7\n', { mode: 0o755 });
    await expect(callWrapper('delete', 'id')).rejects.toThrow('exit code 7');
  });
});
