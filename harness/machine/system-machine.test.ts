import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CommandError } from '../process/command-error.ts';
import { done, notYet, pollUntil } from '../wait/poll-until.ts';
import { systemMachine } from './system-machine.ts';

const machine = systemMachine();
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'system-machine-test-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('reading', () => {
  test('a file that is not there is undefined; one that cannot be read is an error', async () => {
    expect(await machine.readText(join(folder, 'absent'))).toBeUndefined();
    expect(await machine.readText(join(folder, 'absent/below'))).toBeUndefined();
    await expect(machine.readText(folder)).rejects.toThrow('EISDIR');
  });

  test('the file system of a path that does not exist yet is that of its nearest parent', async () => {
    const [existing, future] = await Promise.all([folder, join(folder, 'a/b/c')].map(machine.fileSystemOf));
    expect(future).toMatchObject({ device: existing?.device, totalBytes: existing?.totalBytes });
    expect(existing?.availableBytes).toBeGreaterThan(0);
  });

  test('a program is found in PATH or the folders given, and only if it can be executed', async () => {
    expect(await machine.findCommand('sh')).toMatch(/\/sh$/);
    await writeFile(join(folder, 'my-tool'), '');
    expect(await machine.findCommand('my-tool', [folder])).toBeUndefined();
    await writeFile(join(folder, 'my-program'), '', { mode: 0o755 });
    expect(await machine.findCommand('my-program')).toBeUndefined();
    expect(await machine.findCommand('my-program', [folder])).toBe(join(folder, 'my-program'));
  });

  test('a port is in use while somebody listens, and free again afterwards', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    expect(await machine.portState(port)).toBe('in use');
    await new Promise((resolve) => server.close(resolve));
    expect(await machine.portState(port)).toBe('free');
  });
});

describe('running', () => {
  test('any exit code is an answer, and so is a missing program', async () => {
    expect(await machine.run('sh', ['-c', 'echo out; echo err >&2; exit 3'])).toEqual({
      status: 'exited',
      exitCode: 3,
      stdout: 'out',
      stderr: 'err',
    });
    expect(await machine.run('no-such-program-here', [])).toEqual({ status: 'missing' });
  });

  test('a command that must succeed throws when it does not', async () => {
    await expect(machine.runOrThrow('sh', ['-c', 'exit 3'])).rejects.toThrow(CommandError);
  });

  test('the signal ends commands, but not those that undo or must not be left half done', async () => {
    const reason = new Error('interrupted');
    const aborted = systemMachine(AbortSignal.abort(reason));
    await expect(aborted.run('true', [])).rejects.toBe(reason);
    await expect(aborted.runOrThrow('true', [])).rejects.toBe(reason);
    expect(await aborted.run('true', [], { evenIfAborted: true })).toMatchObject({ exitCode: 0 });
    await expect(aborted.runOrThrow('true', [], { evenIfAborted: true })).resolves.toBeUndefined();
  });

  test('a detached program gets its own environment and log, lives on, and can be ended', async () => {
    const logPath = join(folder, 'log');
    await writeFile(logPath, 'before\n');
    const script = 'echo "have: $MARK $HOME"; exec sleep 60';
    const processId = await machine.startDetached('/bin/sh', ['-c', script], { env: { MARK: 'mine' }, logPath });
    try {
      const logged = await pollUntil(
        async () => {
          const text = await readFile(logPath, 'utf8');
          return text.includes('have') ? done(text) : notYet(text);
        },
        { waitingFor: 'the log', timeoutMs: 5_000, intervalMs: 10 },
      );
      expect(logged).toBe('before\nhave: mine \n');
      expect(await machine.isAlive(processId)).toBe(true);
    } finally {
      machine.terminate(processId);
    }
    await pollUntil(async () => ((await machine.isAlive(processId)) ? notYet('alive') : done(undefined)), {
      waitingFor: 'the program to end',
      timeoutMs: 5_000,
      intervalMs: 10,
    });
    machine.terminate(processId);
  });

  test('a program that cannot be started is an error', async () => {
    const options = { env: {}, logPath: join(folder, 'log') };
    await expect(machine.startDetached(join(folder, 'absent'), [], options)).rejects.toThrow('ENOENT');
  });
});

describe('writing', () => {
  test('a file is replaced as a whole, with its mode, and missing folders are made', async () => {
    const path = join(folder, 'etc/docker/daemon.json');
    await machine.writeText(path, 'one', 0o644);
    await machine.writeText(path, 'two', 0o755);
    expect(await readFile(path, 'utf8')).toBe('two');
    expect((await stat(path)).mode & 0o777).toBe(0o755);
  });

  test('a temporary file is there until it is disposed', async () => {
    const file = await machine.temporaryFile('image.tar', Buffer.from('content'));
    expect(await readFile(file.path, 'utf8')).toBe('content');
    await file[Symbol.asyncDispose]();
    expect(await machine.pathExists(file.path)).toBe(false);
  });
});

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('a lock has one holder at a time (on Linux alone: its sockets are a thing of Linux)', async () => {
  const name = `istio-pca-e2e/test-${process.pid}`;
  const first = await machine.tryLock(name);
  expect(first).toBeDefined();
  expect(await machine.tryLock(name)).toBeUndefined();
  await first?.[Symbol.asyncDispose]();
  const second = await machine.tryLock(name);
  expect(second).toBeDefined();
  await second?.[Symbol.asyncDispose]();
});
