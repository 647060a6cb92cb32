import {
  chmodSync,
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { defaultRunOptions } from '../flow/run.ts';
import { runCommand } from '../process/run-command.ts';
import { holdRun } from './run-owner.ts';
import { pcaE2eIn, withEnvironment } from './testing/in-process.ts';
import { pcaE2e } from './testing/pca-e2e.ts';
import { giveAway, giveAwayFiles, listenForRequests, otherUser, plantRun } from './testing/planted-run.ts';

const isRoot = process.getuid?.() === 0;
const asRoot = isRoot ? '' : ' (skipped: only root gives files away)';
const describeAsRoot = isRoot ? describe : describe.skip;
const timeoutMs = 30_000;

/** What every user's programs share, as the folder for temporary files. */
const shared = realpathSync(mkdtempSync(join(tmpdir(), 'shared-')));
const cwd = join(shared, 'work');
const marker = join(shared, 'was-run');
const runs = join(cwd, 'runs');
const folder = join(runs, 'planted');
const elsewhere = join(shared, 'elsewhere');
let listener: Awaited<ReturnType<typeof listenForRequests>>;
let restore: () => void;

const environment = {
  TMPDIR: shared,
  // Node alone: what is in this machine's Docker is not for a test to clean.
  PATH: dirname(process.execPath),
  DOCKER_HOST: 'unix:///nonexistent',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

beforeAll(async () => {
  listener = await listenForRequests();
  chmodSync(shared, 0o1777);
  mkdirSync(cwd);
  restore = withEnvironment(environment);
});

afterAll(() => {
  restore();
  listener.close();
  rmSync(shared, { recursive: true });
});

beforeEach(async () => {
  mkdirSync(runs);
  await startRun(join(runs, 'own'));
});

afterEach(() => {
  rmSync(runs, { recursive: true });
  for (const name of readdirSync(shared)) {
    if (name !== 'work') rmSync(join(shared, name), { recursive: true, force: true });
  }
  listener.requests.length = 0;
});

/** A run that goes on. */
async function startRun(own: string): Promise<void> {
  mkdirSync(own, { mode: 0o755 });
  const options = { ...defaultRunOptions, provider: 'existing', aws: 'real', artifacts: 'registry' } as const;
  await holdRun({ id: 'own-run', folder: own, options });
}

const plant = (where = folder) => plantRun(where, { runId: 'planted', endpoint: listener.endpoint, marker });

/** Of what is believed, a program has run or a request has come. */
const believed = () => ({ wasRun: existsSync(marker), requests: listener.requests });
const nothingBelieved = { wasRun: false, requests: [] };

const plantings: readonly (readonly [what: string, why: RegExp, put: () => unknown])[] = [
  [
    'a folder of another user',
    /planted belongs to user 65534/,
    () => {
      plant();
      giveAway(folder);
    },
  ],
  [
    'a folder of another user, with links to files of one\u2019s own',
    /planted belongs to user 65534/,
    () => {
      plant(elsewhere);
      linkFiles(elsewhere, folder);
      giveAway(folder);
    },
  ],
  [
    'another user\u2019s link to a folder of one\u2019s own',
    /planted is a symbolic link/,
    () => {
      plant(elsewhere);
      symlinkSync(elsewhere, folder);
      lchownSync(folder, otherUser, otherUser);
    },
  ],
  [
    'one\u2019s own folder with files of another user',
    /(owner|state)\.json belongs to user 65534/,
    () => {
      plant();
      giveAwayFiles(folder);
    },
  ],
  [
    'one\u2019s own folder with links to files of another user',
    /(owner|state)\.json is a symbolic link/,
    () => {
      plant(elsewhere);
      giveAway(elsewhere);
      linkFiles(elsewhere, folder);
    },
  ],
  [
    'one\u2019s own folder, into which others may write',
    /planted can be written by other users: its mode is 775/,
    () => {
      plant();
      chmodSync(folder, 0o775);
    },
  ],
  [
    'one\u2019s own folder with FIFOs',
    /(owner|state)\.json is not a regular file/,
    async () => {
      mkdirSync(folder);
      const fifos = ['owner.json', 'state.json', 'aws.json', 'cluster.json', 'report.json', 'kubeconfig'];
      await runCommand(
        '/usr/bin/mkfifo',
        fifos.map((name) => join(folder, name)),
      );
    },
  ],
];

function linkFiles(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) symlinkSync(join(from, name), join(to, name));
}

const naming = [
  ['down'],
  ['diagnose'],
  ['verify'],
  ['renew'],
  ['refresh'],
  ['upgrade'],
  ['up', '--artifacts', 'local'],
];

describeAsRoot(`nothing is believed of${asRoot}`, () => {
  test.each(plantings)(
    '%s',
    async (_, why, put) => {
      await put();
      for (const command of naming) {
        const { exitCode, stderr } = await pcaE2eIn(cwd, [...command, '--run-dir', folder]);
        expect({ command, exitCode, stderr }).toEqual({ command, exitCode: 2, stderr: expect.stringMatching(why) });
      }
      const list = await pcaE2eIn(cwd, ['list']);
      expect(list).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('own-run') });
      expect(list.stdout).not.toContain('planted');
      const clean = await pcaE2eIn(cwd, ['clean', '--run-id', 'planted']);
      expect(clean).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Nothing is left of killed runs') });
      for (const command of [['down'], ['diagnose'], ['verify'], ['down', '--run-id', 'planted']]) {
        expect(await pcaE2eIn(cwd, command)).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('Docker') });
      }
      expect(believed()).toEqual(nothingBelieved);
      expect(existsSync(folder)).toBe(true);
    },
    timeoutMs,
  );

  test('a folder of another user, by the program itself', async () => {
    const temporary = join(shared, 'pca-e2e-planted');
    plant(temporary);
    giveAway(temporary);
    await startRun(join(shared, 'pca-e2e-own'));
    for (const command of ['down', 'diagnose', 'verify']) {
      const { exitCode, stderr } = await pcaE2e([command, '--run-dir', temporary], environment);
      expect(stderr).toMatch(/belongs to user 65534, and this is user 0/);
      expect(stderr).toMatch(/What to do: Run this as its owner/);
      expect(exitCode).toBe(2);
    }
    for (const command of ['list', 'clean']) {
      const { exitCode, stdout } = await pcaE2e([command], environment);
      expect(stdout).not.toContain('planted  ');
      expect(stdout).toContain('own-run');
      expect(exitCode).toBe(0);
    }
    expect(believed()).toEqual(nothingBelieved);
  }, 60_000);
});

test('a run is not made in a folder into which others may write, and the folder is left as it is', async () => {
  mkdirSync(folder);
  chmodSync(folder, 0o775);
  const { exitCode, stderr } = await pcaE2eIn(cwd, ['up', '--artifacts', 'local', '--run-dir', folder]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('its mode is 775') });
  expect(readdirSync(folder)).toEqual([]);
});

describe('an endpoint of AWS that only the files of one\u2019s own run name', () => {
  test.each([...naming, ['down', '--run-id', 'planted']].map((command) => [command.join(' '), command] as const))(
    'gets no signed request of %s',
    async (_, command) => {
      plant();
      const where = command.includes('--run-id') ? [] : ['--run-dir', folder];
      const { exitCode, stderr } = await pcaE2eIn(cwd, [...command, ...where]);
      expect(stderr).toContain(`name ${listener.endpoint} as the endpoint of AWS`);
      expect(stderr).toContain(`set AWS_ENDPOINT_URL=${listener.endpoint}`);
      expect(exitCode).toBe(2);
      expect(believed()).toEqual(nothingBelieved);
    },
  );

  test('gets none from clean either', async () => {
    plant();
    const { exitCode, stdout, stderr } = await pcaE2eIn(cwd, ['clean', '--run-id', 'planted']);
    expect(stdout).toContain('Run planted: ');
    expect(stderr).toContain(`set AWS_ENDPOINT_URL=${listener.endpoint}`);
    expect(exitCode).toBe(2);
    expect(believed()).toEqual(nothingBelieved);
  });

  test(
    'gets them once the command names it: what is planted above would have been believed',
    async () => {
      plant();
      const confirm = withEnvironment({ AWS_ENDPOINT_URL: listener.endpoint });
      const { exitCode } = await pcaE2eIn(cwd, ['down', '--run-dir', folder]);
      confirm();
      expect(exitCode).toBe(4);
      expect(existsSync(marker)).toBe(true);
      expect(listener.requests).not.toEqual([]);
    },
    timeoutMs,
  );
});

describe('the settings file of the working folder', () => {
  const file = join(cwd, 'pca-e2e.yaml');
  const planned = (...args: string[]) => pcaE2eIn(cwd, ['up', '--dry-run', '--json', '--artifacts', 'local', ...args]);
  const depthIn = (stdout: string) => JSON.parse(stdout).run.options.caDepth;

  beforeEach(() => writeFileSync(file, 'ca-depth: 4\n', { mode: 0o644 }));
  afterEach(() => rmSync(file, { force: true }));

  test('is used when it is the user\u2019s own', async () => {
    expect(depthIn((await planned()).stdout)).toBe(4);
  });

  test.each([
    ['others may write to', () => chmodSync(file, 0o666), 'can be written by other users: its mode is 666'],
    [
      'leads elsewhere',
      () => {
        rmSync(file);
        writeFileSync(join(shared, 'other.yaml'), 'ca-depth: 4\n');
        symlinkSync(join(shared, 'other.yaml'), file);
      },
      'is a symbolic link',
    ],
    ...(isRoot
      ? ([['is another user\u2019s', () => lchownSync(file, otherUser, otherUser), 'belongs to user 65534']] as const)
      : []),
  ] as const)('is refused when it %s, and used when it is named', async (_, change, why) => {
    change();
    const { exitCode, stderr } = await planned();
    expect(stderr).toContain('The settings in the working folder are not used: ');
    expect(stderr).toContain(why);
    expect(stderr).toContain('--config pca-e2e.yaml');
    expect(exitCode).toBe(2);
    expect(depthIn((await planned('--config', 'pca-e2e.yaml')).stdout)).toBe(4);
  });

  test.each(['aws-endpoint', 'aws-cluster-endpoint'])('cannot give %s, nor can one that is named', async (name) => {
    writeFileSync(file, `keep: failed\n${name}: http://172.17.0.1:4566\n`);
    for (const args of [[], ['--config', 'pca-e2e.yaml']]) {
      const { exitCode, stderr } = await planned(...args);
      expect(stderr).toContain(`pca-e2e.yaml:2:1: ${name} counts as flag or environment variable alone`);
      expect(exitCode).toBe(2);
    }
  });
});
