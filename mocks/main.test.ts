import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { DescribeCertificateAuthorityCommand } from '@aws-sdk/client-acm-pca';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { MockReady } from './contract.ts';
import { verifyStrict } from './testing/openssl.ts';
import { sdkClients } from './testing/sdk-clients.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const subordinateId = '11111111-2222-3333-4444-555555555555';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mock-aws-main-'));
});

afterAll(() => rm(folder, { recursive: true }));

interface Program {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
  /** Resolves with the first line of standard output. */
  readonly firstLine: Promise<string>;
}

function start(...parameters: string[]): Program {
  const child = spawn(process.execPath, [main, ...parameters], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const firstLine = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      if (stdout.includes('\n')) resolve(stdout.slice(0, stdout.indexOf('\n')));
    });
  });
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended, firstLine };
}

describe('the program', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('prints one line of JSON, and ends with 0 on %s', async (signal) => {
    const program = start('--port', '0', '--admin-port', '0');
    const ready: MockReady = JSON.parse(await program.firstLine);
    expect(Object.keys(ready)).toEqual(['endpoint', 'admin', 'region', 'accountId', 'accessKeyId', 'secretAccessKey']);
    program.child.kill(signal);
    const { code, stdout } = await program.ended;
    expect(code).toBe(0);
    expect(stdout.split('\n')).toHaveLength(2);
  });

  test('ends with 0 when the process is gone that started it over a channel', async () => {
    const child = spawn(process.execPath, [main, '--port', '0', '--admin-port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const ended = once(child, 'exit');
    await once(child.stdout as Readable, 'data');
    child.disconnect();
    expect((await ended)[0]).toBe(0);
  }, 30_000);

  test('begins with the hierarchy of a file, and writes its certificates', async () => {
    const file = join(folder, 'hierarchy.json');
    const authorities = [
      { Name: 'root', Subject: { CommonName: 'root' }, KeyAlgorithm: 'EC_prime256v1' },
      {
        Name: 'mesh',
        Id: subordinateId,
        Parent: 'root',
        PathLength: 1,
        Subject: { CommonName: 'mesh' },
        KeyAlgorithm: 'EC_secp384r1',
      },
    ];
    await writeFile(file, JSON.stringify({ Authorities: authorities }));
    const program = start(...['--port', '0', '--admin-port', '0', '--hierarchy', file, '--certificates', folder]);
    const ready: MockReady = JSON.parse(await program.firstLine);
    const { pca } = sdkClients(ready);
    const arn = `arn:aws:acm-pca:${ready.region}:${ready.accountId}:certificate-authority/${subordinateId}`;
    const described = await pca.send(new DescribeCertificateAuthorityCommand({ CertificateAuthorityArn: arn }));
    expect(described.CertificateAuthority?.Status).toBe('ACTIVE');
    const mesh = await readFile(join(folder, 'mesh.pem'), 'utf8');
    expect(await verifyStrict(await readFile(join(folder, 'root.pem'), 'utf8'), '', mesh)).toMatch(/: OK/);
    pca.destroy();
    program.child.kill('SIGTERM');
    expect((await program.ended).code).toBe(0);
  });

  test.each([
    [['--port', 'x'], /--port takes a number/],
    [['--prot', '1'], /Unknown option/],
    [['--region', 'mars'], /not an AWS region/],
    [['--account-id', '12'], /twelve digits/],
    [['--fault', '{"effect":{"kind":"thorttle"}}'], /effect.kind to be one of throttle/],
    [['--hierarchy', '/no/such/file'], /ENOENT/],
  ])('refuses %j with 2 and the usage', async (parameters, message) => {
    const { code, stdout, stderr } = await start(...parameters).ended;
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/--admin-port PORT/);
  });

  test('says that a port is taken, and ends with 4', async () => {
    const occupant = createServer();
    const port = await new Promise<number>((resolve) => {
      occupant.listen(0, '127.0.0.1', () => {
        const address = occupant.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
    const { code, stderr } = await start('--port', String(port), '--admin-port', '0').ended;
    occupant.close();
    expect(code).toBe(4);
    expect(stderr).toMatch(/EADDRINUSE/);
  });
});
