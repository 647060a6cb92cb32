import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { defaultRunOptions } from '../flow/run.ts';
import { thisProcess } from '../process/process-identity.ts';
import { testFolder } from '../testing/test-folder.ts';
import { withEnvironment } from '../testing/with-environment.ts';
import { pcaE2eIn } from './testing/in-process.ts';

let cwd: string;
let restore: () => void;

beforeAll(() => {
  restore = withEnvironment({ PATH: dirname(process.execPath), DOCKER_HOST: 'unix:///nonexistent' });
});
afterAll(() => restore());
beforeEach(() => {
  cwd = testFolder();
  restoreTemporary = withEnvironment({ TMPDIR: cwd });
  for (const id of ['broken', 'other']) killedRun(id);
});
afterEach(() => restoreTemporary());
let restoreTemporary: () => void;

const folderOf = (id: string) => join(cwd, 'runs', id);

/** A run that needs no Docker, killed before it made anything. */
function killedRun(id: string): void {
  mkdirSync(folderOf(id), { recursive: true, mode: 0o755 });
  const options = { ...defaultRunOptions, provider: 'existing', aws: 'real', artifacts: 'registry' };
  const note = { runId: id, owner: { ...thisProcess(), pid: 2 ** 22 + 1 }, options };
  writeFileSync(join(folderOf(id), 'owner.json'), JSON.stringify(note));
}

const contents = ['{"a', 'null', '{}', '{"schemaVersion":1}', '{"runId":"broken","owner":{}}'];
const files = ['owner.json', 'state.json', 'aws.json', 'cluster.json', 'report.json'];

test.each(files.flatMap((file) => contents.map((content) => [file, content] as const)))(
  'one run\u2019s %s with %s in it does not keep the others from being listed',
  async (file, content) => {
    writeFileSync(join(folderOf('broken'), file), content);
    for (const command of [['list'], ['clean', '--dry-run']]) {
      const { exitCode, stdout } = await pcaE2eIn(cwd, command);
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringMatching(/\bother\b/) });
    }
  },
);

const account = { kind: 'real', accountId: '123456789012', endpoint: 5 };

test.each([
  ['aws.json', '{"a'],
  ['aws.json', JSON.stringify({ account, openedAt: '2026-01-01T00:00:00Z' })],
  ['aws.json', JSON.stringify({ account: { ...account, endpoint: 'http://x' }, openedAt: '', creations: {} })],
  ['cluster.json', '{"a'],
])('clean removes the others, names the broken %s with %s in it, and keeps that run', async (file, content) => {
  const path = join(folderOf('broken'), file);
  writeFileSync(path, content);
  const { exitCode, stdout, stderr } = await pcaE2eIn(cwd, ['clean']);
  expect(stdout).toContain(`${path} does not hold what this program writes there`);
  expect(stderr).toContain('Restore the file, or delete it and run `pca-e2e clean`');
  expect(exitCode).not.toBe(0);
  expect(readdirSync(folderOf('other'))).toEqual([]);
  expect(readdirSync(folderOf('broken')).toSorted()).toEqual([file, 'owner.json'].toSorted());
});

test('clean leaves alone a run whose state is cut off: it may be a kept one', async () => {
  const path = join(folderOf('broken'), 'state.json');
  writeFileSync(path, '{"schemaVersion":1,"run":{');
  const { exitCode, stdout } = await pcaE2eIn(cwd, ['clean']);
  expect(stdout).toContain(`Left alone: run broken: ${path} does not hold what this program writes there`);
  expect(exitCode).toBe(0);
  expect(readdirSync(folderOf('other'))).toEqual([]);
});
