import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { pcaE2e, startPcaE2e, temporaryRunFolder } from './testing/pca-e2e.ts';

const processTimeoutMs = 30_000;

/** A PATH on which Node.js is the only program. */
const withoutDocker = { PATH: dirname(process.execPath) };

describe('wrong usage ends with exit code 2 and says what is accepted', () => {
  test.each([
    [['up', '--no-such-option'], "unknown option '--no-such-option'"],
    [['no-such-command'], "unknown command 'no-such-command'"],
    [
      ['up', '--until', 'nowhere'],
      "option '--until <step>' argument 'nowhere' is invalid. Allowed choices are artifacts, network",
    ],
    [['up', '--ca-depth', 'two'], 'expected a whole number'],
    [['up', '--ca-depth', '9'], 'A hierarchy of 9 CAs cannot carry Istio'],
    [['up', '--path-length', '0'], 'path length 0: a CA cannot be created for Istio'],
    [['up', '--region', 'Frankfurt'], 'expected an AWS region such as us-east-1'],
    [['up', '--ca-key-algorithm', 'RSA_512'], 'Allowed choices are RSA_2048'],
    [['up', '--run-id', 'Not An Id'], '"Not An Id" is no run id'],
    [['up', '--kubernetes', 'latest'], 'expected a version such as 1.21.2'],
    [['up', '--kubernetes', '9.9.9'], '9.9.9'],
    [['up', '--cert-manager', '0.1.0'], '0.1.0'],
    [['up', '--istio', '1.2'], '1.2'],
    [['down', '--run-dir', 'nowhere'], 'is not the folder of a kept run'],
    [
      ['down', '--run-dir', 'a', '--run-id', 'b'],
      "option '--run-dir <dir>' cannot be used with option '--run-id <id>'",
    ],
    [['mock', '--port', '70000'], '--port takes a number up to 65535, not 70000'],
  ])(
    'pca-e2e %j',
    async (args, message) => {
      const { exitCode, stderr, stdout } = await pcaE2e(args);
      expect(stderr).toContain(message);
      expect(stderr).not.toMatch(/^\s+at /m);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    },
    processTimeoutMs,
  );
});

test(
  'a machine without Docker ends with exit code 3, what to install, and nothing made',
  async () => {
    const folder = temporaryRunFolder();
    const { exitCode, stderr } = await pcaE2e(['up', '--run-dir', folder], withoutDocker);
    expect(stderr).toMatch(/Docker/);
    expect(stderr).toMatch(/What to do: .*(install|Install)/);
    expect(exitCode).toBe(3);
  },
  processTimeoutMs,
);

test(
  'a port in use ends with exit code 4 and says which',
  async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { exitCode, stderr } = await pcaE2e(['mock', '--port', String(port), '--admin-port', '0']);
    server.close();
    expect(stderr).toContain(String(port));
    expect(stderr).toContain('EADDRINUSE');
    expect(exitCode).toBe(4);
  },
  processTimeoutMs,
);

test(
  'the mocked AWS alone prints one JSON line, serves, and ends when it is interrupted',
  async () => {
    const mock = startPcaE2e(['mock', '--port', '0', '--admin-port', '0']);
    const line = await mock.lineWith('"endpoint"');
    const ready = JSON.parse(line);
    expect(Object.keys(ready)).toEqual(['endpoint', 'admin', 'region', 'accountId', 'accessKeyId', 'secretAccessKey']);
    const health = await fetch(new URL('/health', ready.admin));
    expect(health.status).toBe(200);
    await health.body?.cancel();
    mock.kill('SIGINT');
    expect(await mock.finished).toMatchObject({ exitCode: 0, stdout: line });
  },
  processTimeoutMs,
);

test(
  'help is printed on standard output and ends well',
  async () => {
    const { exitCode, stdout } = await pcaE2e(['up', '--help']);
    expect(stdout).toContain('Examples:');
    expect(exitCode).toBe(0);
  },
  processTimeoutMs,
);
