import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { thisProcess } from '../process/process-identity.ts';
import { testFolder } from '../testing/test-folder.ts';
import { pcaE2e, startPcaE2e } from './testing/pca-e2e.ts';

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
    [
      ['up', '--aws', 'real', '--region', 'eu-west-1', '--aws-endpoint', 'https://me:hunter2@aws.example'],
      'The endpoint at aws.example is given with credentials in its URL',
    ],
    [['up', '--aws-endpoint', 'ftp://me:hunter2@aws.example'], "argument 'ftp://***@aws.example' is invalid"],
    [['up', '--region', 'Frankfurt'], 'expected an AWS region such as us-east-1'],
    [['up', '--ca-key-algorithm', 'RSA_512'], 'Allowed choices are RSA_2048'],
    [['up', '--run-id', 'Not An Id'], '"Not An Id" is no run id'],
    [['up', '--kubernetes', 'latest'], 'expected a version such as 1.21.2'],
    [['up', '--artifacts', 'local', '--kubernetes', '9.9.9'], '9.9.9'],
    [['up', '--artifacts', 'local', '--cert-manager', '0.1.0'], '0.1.0'],
    [['up', '--artifacts', 'local', '--istio', '1.2'], '1.2'],
    [['down', '--run-dir', 'nowhere'], 'is not the folder of a kept run'],
    [['diagnose', '--run-dir', 'nowhere'], 'is not the folder of a kept run'],
    [['diagnose', '--since', 'yesterday'], 'expected a duration such as 10m or 1h30m'],
    [['up', '--from', 'istio'], '--from istio goes on with a kept run, and there is none'],
    [['up', '--quiet', '--verbose'], "option '--quiet' cannot be used with option '--verbose'"],
    [
      ['down', '--run-dir', 'a', '--run-id', 'b'],
      "option '--run-dir <dir>' cannot be used with option '--run-id <id>'",
    ],
    [['matrix', '--issuer', '1.11.0,latest'], 'expected a version such as 1.21.2'],
    [['matrix', '--exclude', 'envoy=1.40.0'], '"envoy=1.40.0" excludes nothing'],
    [['matrix', '--exclude', 'issuer=1.11.0'], 'Every combination is excluded'],
    [['matrix', '--shard', '3/2'], 'expected I/N, such as 1/3'],
    [['matrix', '--baseline', 'nowhere.json'], 'There is no baseline'],
    [['matrix', '--merge', 'nowhere'], 'nowhere has no matrix.json'],
    [['matrix', '--emit', 'jenkins'], 'Allowed choices are github, gitlab, kubernetes'],
    [['mock', '--port', '70000'], '--port takes a number up to 65535, not 70000'],
  ])(
    'pca-e2e %j',
    async (args, message) => {
      const { exitCode, stderr, stdout } = await pcaE2e(args);
      expect(stderr).toContain(message);
      expect(stderr).not.toMatch(/^\s+at |hunter2/m);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    },
    processTimeoutMs,
  );
});

test(
  'a machine without Docker ends with exit code 3, what to install, and nothing made',
  async () => {
    const folder = testFolder();
    const { exitCode, stderr } = await pcaE2e(['up', '--artifacts', 'local', '--run-dir', folder], withoutDocker);
    expect(stderr).toMatch(/Docker/);
    expect(stderr).toMatch(/What to do: .*(install|Install)/);
    expect(exitCode).toBe(3);
  },
  processTimeoutMs,
);

describe('without Docker', () => {
  /** The folder of a run that needs none, and whose process is gone. */
  function killedRun(runId: string): string {
    const folder = testFolder();
    const owner = { ...thisProcess(), pid: 2 ** 22 + 1 };
    const options = { provider: 'existing', aws: 'real', artifacts: 'registry' };
    writeFileSync(join(folder, 'owner.json'), JSON.stringify({ runId, owner, options }));
    return folder;
  }

  test(
    'a run that it alone could know ends with exit code 3, and the way to have it',
    async () => {
      const { exitCode, stderr } = await pcaE2e(['down', '--run-id', 'some'], withoutDocker);
      expect(stderr).toMatch(/there is no docker command/i);
      expect(stderr).toContain('pca-e2e bootstrap');
      expect(exitCode).toBe(3);
    },
    processTimeoutMs,
  );

  test(
    'list shows the runs that need none, and says that it was not asked',
    async () => {
      const folder = killedRun('without-docker-listed');
      const { exitCode, stdout } = await pcaE2e(['list'], withoutDocker);
      expect(stdout).toContain(`without-docker-listed  killed\n  ${folder}`);
      expect(stdout).toContain('Docker was not asked (There is no docker command)');
      const json = JSON.parse((await pcaE2e(['list', '--json'], { DOCKER_HOST: 'unix:///nonexistent' })).stdout);
      expect(json).toMatchObject({ docker: { asked: false, why: 'Docker does not answer' } });
      expect(exitCode).toBe(0);
      rmSync(folder, { recursive: true });
    },
    processTimeoutMs,
  );

  test(
    'clean removes what a killed run left that needs none, and leaves the others for when Docker is there',
    async () => {
      const folder = killedRun('without-docker-killed');
      const other = testFolder();
      const owner = { ...thisProcess(), pid: 2 ** 22 + 1 };
      writeFileSync(join(other, 'owner.json'), JSON.stringify({ runId: 'in-docker-perhaps', owner }));
      const { exitCode, stdout } = await pcaE2e(
        ['clean', '--json', '--run-id', 'without-docker-killed'],
        withoutDocker,
      );
      expect(JSON.parse(stdout)).toMatchObject({
        leftovers: [{ runId: 'without-docker-killed', removed: true, undo: expect.any(Array) }],
        docker: { asked: false },
      });
      expect(exitCode).toBe(0);
      expect([existsSync(folder), existsSync(other)]).toEqual([false, true]);
      const left = await pcaE2e(['clean', '--dry-run', '--run-id', 'in-docker-perhaps'], withoutDocker);
      expect(left.stdout).toContain('Docker was not asked (There is no docker command)');
      expect(left.stdout).not.toContain('would remove');
      rmSync(other, { recursive: true });
    },
    processTimeoutMs,
  );

  test(
    'down removes such a run by its folder, or by its id',
    async () => {
      const folder = killedRun('without-docker-by-folder');
      const byFolder = await pcaE2e(['down', '--json', '--run-dir', folder], withoutDocker);
      expect(JSON.parse(byFolder.stdout)).toMatchObject({ runId: 'without-docker-by-folder', removed: true });
      const folderOfOther = killedRun('without-docker-by-id');
      expect(await pcaE2e(['down', '--run-id', 'without-docker-by-id'], withoutDocker)).toMatchObject({ exitCode: 0 });
      expect([folder, folderOfOther].filter((each) => existsSync(join(each, 'owner.json')))).toEqual([]);
    },
    processTimeoutMs,
  );

  test(
    'doctor finds nothing amiss for a run that needs none',
    async () => {
      const guest = ['--provider', 'existing', '--aws', 'real', '--artifacts', 'registry'];
      const { stdout } = await pcaE2e(['doctor', ...guest, '--json'], withoutDocker);
      const { findings } = JSON.parse(stdout) as { findings: readonly { id: string }[] };
      expect(findings.map(({ id }) => id)).toEqual(['operating-system', 'disk', 'host-tools']);
    },
    processTimeoutMs,
  );
});

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

describe('an option may be a flag, an environment variable, an entry of a file, or left at its default', () => {
  const folder = testFolder();
  const file = join(folder, 'settings.yaml');
  writeFileSync(file, 'ca-depth: 4\nregion: eu-west-1\nissuer: 1.11.0\nkeep: failed\n');

  /** What a run would be made of. */
  async function planned(args: readonly string[], env: Readonly<Record<string, string>>) {
    const { stdout } = await pcaE2e(['up', '--dry-run', '--json', ...args], { ...withoutDocker, ...env });
    return JSON.parse(stdout).run.options;
  }

  test.each([
    ['a flag goes before all', ['--ca-depth', '2', '--config', file], { PCA_E2E_CA_DEPTH: '3' }, 2],
    ['the environment goes before the file', ['--config', file], { PCA_E2E_CA_DEPTH: '3' }, 3],
    ['the file goes before the default', ['--config', file], {}, 4],
    ['the file may be named by the environment', [], { PCA_E2E_CONFIG: file }, 4],
    ['what is given nowhere is at its default', [], {}, 2],
  ])(
    '%s',
    async (_what, args, env, caDepth) => {
      expect((await planned(args, env)).caDepth).toBe(caDepth);
    },
    processTimeoutMs,
  );

  test.each([
    ['kee: failed\n', {}, 'settings.yaml:1:1: there is no setting kee; is keep meant?'],
    ['keep: failed\nca-depth: two\n', {}, 'settings.yaml:2:1: ca-depth: expected a whole number'],
    ['keep: failed\n', { PCA_E2E_KEEP: 'sometimes' }, 'PCA_E2E_KEEP: Allowed choices are always, failed.'],
    ['keep: failed\n', { PCA_E2E_VERBOSE: 'maybe' }, 'PCA_E2E_VERBOSE: expected true or false, got maybe'],
  ])(
    'in a file %j with %j, what is wrong is named with its place',
    async (text, env, message) => {
      const path = join(testFolder(), 'settings.yaml');
      writeFileSync(path, text);
      const { exitCode, stderr } = await pcaE2e(['up', '--dry-run', '--config', path], { ...withoutDocker, ...env });
      expect(stderr).toContain(message);
      expect(exitCode).toBe(2);
    },
    processTimeoutMs,
  );
});

test(
  'a dry run prints the plan, and makes nothing: without Docker, without the run folder',
  async () => {
    const folder = `${testFolder()}-planned`;
    const setting = ['--istio-set', 'values.global.proxy=http://me:hunter2@proxy.example'];
    const { exitCode, stdout, stderr } = await pcaE2e(
      ['up', '--dry-run', '--run-dir', folder, ...setting],
      withoutDocker,
    );
    expect(stdout).toContain('http://***@proxy.example');
    expect(stdout).not.toContain('hunter2');
    expect(stdout).toContain('2. Create the CA hierarchy in AWS PCA (ca-hierarchy)');
    expect(stdout).toContain('AWS: acm-pca CreateCertificateAuthority (2 times)');
    expect(stdout).toContain('$ helm install cert-manager');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(existsSync(folder)).toBe(false);
  },
  processTimeoutMs,
);

test(
  '--policy prints the IAM policy of a run alone on standard output, also with --dry-run, and makes nothing',
  async () => {
    const folder = `${testFolder()}-policy`;
    const args = ['up', '--aws', 'real', '--region', 'eu-central-1', '--policy', '--run-dir', folder];
    const printed = await pcaE2e(args, withoutDocker);
    expect(printed).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(printed.stdout)).toMatchObject({ Version: '2012-10-17', Statement: expect.any(Array) });
    expect((await pcaE2e([...args, '--dry-run'], withoutDocker)).stdout).toBe(printed.stdout);
    expect(existsSync(folder)).toBe(false);

    const roleArn = 'arn:aws:iam::123456789012:role/e2e';
    const assumed = await pcaE2e([...args, '--aws-assume-role', roleArn], withoutDocker);
    expect(assumed.stdout).toContain('arn:aws:iam::123456789012:policy/istio-pca-e2e/*');
    expect(assumed.stderr).toContain(`It is for ${roleArn}.`);

    expect(await pcaE2e(['up', '--policy', '--artifacts', 'local'], withoutDocker)).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('--policy is for --aws real'),
    });
  },
  processTimeoutMs,
);
