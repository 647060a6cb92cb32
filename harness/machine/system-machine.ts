import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, open, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { CommandError } from '../process/command-error.ts';
import { runCommand } from '../process/run-command.ts';
import { inotifyInstancesInUse } from './inotify-instances.ts';
import { kernelSettingPath } from './inotify-limits.ts';
import type { CommandOutcome, FileSystemUsage, Machine, PortState, TemporaryFile } from './machine.ts';

/** No look at the machine takes this long unless what is looked at hangs (a daemon that accepts and never answers). */
const lookTimeoutMs = 60_000;

/** The machine this process runs on. Its commands end when `signal` fires. */
export function systemMachine(signal?: AbortSignal): Machine {
  const cancellable = signal === undefined ? {} : { signal };
  return {
    platform: process.platform,
    architecture: process.arch,
    logicalCores: availableParallelism(),
    isRoot: process.getuid?.() === 0,
    environment: process.env,
    readText,
    pathExists,
    fileSystemOf,
    inotifyInstancesInUse,
    portState,
    findCommand,
    run: (file, args, { evenIfAborted = false } = {}) => run(file, args, evenIfAborted ? {} : cancellable),
    temporaryFile,
    async runOrThrow(file, args, { evenIfAborted = false, ...options } = {}) {
      await runCommand(file, args, evenIfAborted ? options : { ...cancellable, ...options });
    },
    tryLock,
    setKernelSetting,
    writeKernelFile,
    writeText,
    startDetached,
    isAlive,
    terminate(processId) {
      if (exists(processId)) process.kill(processId, 'SIGTERM');
    },
  };
}

async function setKernelSetting(setting: string, value: number): Promise<boolean> {
  try {
    await writeFile(kernelSettingPath(setting), `${value}\n`);
    return true;
  } catch (error) {
    if (/^(EROFS|EACCES|EPERM)$/.test((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

async function writeKernelFile(path: string, text: string): Promise<string | undefined> {
  try {
    await writeFile(path, text);
    return undefined;
  } catch (error) {
    const code = codeOf(error);
    if (typeof code !== 'string') throw error;
    return code;
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

async function pathExists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isAbsence(error)) return false;
    throw error;
  }
}

async function fileSystemOf(path: string): Promise<FileSystemUsage> {
  if (path !== dirname(path) && !(await pathExists(path))) return fileSystemOf(dirname(path));
  const [usage, { dev }] = await Promise.all([statfs(path), stat(path)]);
  return { totalBytes: usage.blocks * usage.bsize, availableBytes: usage.bavail * usage.bsize, device: dev };
}

async function portState(port: number): Promise<PortState> {
  const server = createServer();
  try {
    // Every interface, as Docker publishes ports; exclusive, so that no cluster module shares the socket.
    server.listen({ port, exclusive: true });
    await once(server, 'listening');
    return 'free';
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE') return 'in use';
    if (codeOf(error) === 'EACCES') return 'not allowed';
    throw error;
  } finally {
    server.close();
  }
}

async function findCommand(command: string, alsoIn: readonly string[] = []): Promise<string | undefined> {
  const { PATH = '' } = process.env;
  const folders = [...PATH.split(delimiter), ...alsoIn].filter((folder) => folder !== '');
  for (const folder of folders) {
    const path = join(folder, command);
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch (error) {
    if (isAbsence(error) || codeOf(error) === 'EACCES') return false;
    throw error;
  }
}

async function run(
  file: string,
  args: readonly string[],
  options: { readonly signal?: AbortSignal },
): Promise<CommandOutcome> {
  try {
    const result = await runCommand(file, args, { ...options, timeoutMs: lookTimeoutMs });
    return { status: 'exited', exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (error.missing) return { status: 'missing' };
    if (error.exitCodeOfCommand === undefined) throw error;
    return { status: 'exited', exitCode: error.exitCodeOfCommand, stdout: error.stdout, stderr: error.stderr };
  }
}

async function temporaryFile(name: string, content: Uint8Array): Promise<TemporaryFile> {
  const folder = await mkdtemp(join(tmpdir(), 'istio-pca-e2e-'));
  const path = join(folder, name);
  await writeFile(path, content);
  return { path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** An abstract Unix socket (unix(7)) is a lock without a file: the kernel lets go of it however its holder ends. */
async function tryLock(name: string): Promise<AsyncDisposable | undefined> {
  const server = createServer();
  try {
    server.listen(`\0${name}`);
    await once(server, 'listening');
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE') return undefined;
    throw error;
  }
  server.unref();
  return { [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())) };
}

async function writeText(path: string, text: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.new`;
  await writeFile(draft, text, { mode });
  await rename(draft, path);
}

async function startDetached(
  file: string,
  args: readonly string[],
  { env, logPath }: { readonly env: Readonly<Record<string, string>>; readonly logPath: string },
): Promise<number> {
  const log = await open(logPath, 'a');
  try {
    const child = spawn(file, args, { detached: true, cwd: '/', env, stdio: ['ignore', log.fd, log.fd] });
    await once(child, 'spawn');
    child.unref();
    if (child.pid === undefined) throw new Error(`${file} was started but has no process id`);
    return child.pid;
  } finally {
    await log.close();
  }
}

async function isAlive(processId: number): Promise<boolean> {
  if (!exists(processId)) return false;
  // The state is the field after the name in parentheses (proc(5)); Z is a process that has ended.
  const status = await readText(`/proc/${processId}/stat`);
  return status === undefined || !/^.*\) Z/s.test(status);
}

function exists(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and is somebody else's.
    return codeOf(error) === 'EPERM';
  }
}

/** ESRCH: what is read under /proc belongs to a process that has just ended. */
function isAbsence(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ESRCH'].includes(String(codeOf(error)));
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
