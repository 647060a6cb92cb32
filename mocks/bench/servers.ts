import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type MockReady, settingsPath } from '../contract.ts';
import { pythonEnvironment } from '../testing/python-environment.ts';
import type { Target } from './pca-client.ts';

/** A server under test, in a process of its own. */
export interface BenchedServer extends AsyncDisposable {
  readonly target: Target;
  /** The memory that the process holds, in MiB. */
  residentMiB(): Promise<number>;
}

/** Ours, as a program; certificates are ready at once, as moto's are. */
export async function startOurs(): Promise<BenchedServer> {
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, '--port', '0', '--admin-port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ready = await firstLine(child);
  const target: MockReady = JSON.parse(ready);
  const settings = JSON.stringify({ issuanceDelayMs: 0, creationDelayMs: 0 });
  await fetch(target.admin + settingsPath, { method: 'PUT', body: settings });
  return benched(child, target);
}

/** moto's server, from PyPI. */
export async function startMoto(): Promise<BenchedServer> {
  const programs = await pythonEnvironment(fileURLToPath(new URL('requirements.txt', import.meta.url)));
  const port = await freePort();
  const child = spawn(join(programs, 'moto_server'), ['--host', '127.0.0.1', '--port', String(port)], {
    stdio: 'ignore',
  });
  const endpoint = `http://127.0.0.1:${port}`;
  await untilServing(endpoint, child);
  return benched(child, { endpoint, region: 'us-east-1', accessKeyId: 'test', secretAccessKey: 'test' });
}

/** How many RSA-2048 signatures a second OpenSSL makes on all cores. */
export async function opensslSignaturesPerSecond(seconds: number): Promise<number> {
  const cores = String(cpus().length);
  const { stdout } = await promisify(execFile)('openssl', [
    'speed',
    '-multi',
    cores,
    '-seconds',
    String(seconds),
    'rsa2048',
  ]);
  const [, perSecond] = /^rsa 2048 bits\s+\S+\s+\S+\s+([\d.]+)/m.exec(stdout) ?? [];
  if (perSecond === undefined) throw new Error(`openssl speed printed no rate for rsa2048:\n${stdout}`);
  return Number(perSecond);
}

function benched(child: ChildProcess, target: Target): BenchedServer {
  return {
    target,
    async residentMiB() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      return Math.round(Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024);
    },
    async [Symbol.asyncDispose]() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The server has no standard output.');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('The server ended before it served.');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('No port.')),
      );
    });
  });
}

/** moto does not say when it serves, so it is asked until it answers. */
async function untilServing(endpoint: string, child: ChildProcess): Promise<void> {
  const deadlineMs = performance.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server ended with exit code ${child.exitCode}.`);
    try {
      await fetch(endpoint, { signal: AbortSignal.timeout(2000) });
      return;
    } catch (error) {
      if (performance.now() > deadlineMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
