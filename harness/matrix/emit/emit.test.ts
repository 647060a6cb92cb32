import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { dumpYaml, loadAllYaml } from '@kubernetes/client-node';
import { parse, parseAllDocuments } from 'yaml';
import { gitlabJobs, workflowFaults } from '../testing/lint-ci.ts';
import { emitFor } from './emit.ts';

const run = promisify(execFile);

/** Quotes and dollars in it must come to the program as they are. */
const setting = "values.global.meshID=it's $HOME";
const matrixArguments = ['--issuer', '1.11.0,1.12.0', '--pairwise', '--istio-set', setting];
const emit = (engine: Parameters<typeof emitFor>[0]) =>
  emitFor(engine, { matrixArguments, shards: 2, image: 'registry.example/pca-e2e:1' });

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emit-test-'));
});

afterEach(() => rm(folder, { recursive: true }));

/** What a command of an emitted file hands to `npx`, as its shell reads it. */
async function argumentsOf(command: string, env: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const npx = join(folder, 'npx');
  await writeFile(npx, '#!/bin/sh\nfor argument; do printf "%s\\n" "$argument"; done\n');
  await chmod(npx, 0o755);
  const PATH = `${folder}${delimiter}${process.env['PATH']}`;
  const { stdout } = await run('sh', ['-c', command], { env: { ...env, PATH, HOME: '/root' } });
  return stdout.trimEnd().split('\n');
}

describe('a workflow of GitHub Actions', () => {
  test('is one that actionlint has nothing against', async () => {
    expect(await workflowFaults(emit('github'))).toEqual([]);
    // It would have told.
    const broken = emit('github').replace('fail-fast', 'fail-quick').replace('{{ matrix.shard', '{{ matrix.part');
    expect((await workflowFaults(broken)).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['syntax-check', 'expression']),
    );
  });

  test('runs each shard with what the matrix was asked', async () => {
    const { jobs } = parse(emit('github'));
    expect(jobs.shard.strategy.matrix).toEqual({ shard: [1, 2] });
    const { run: command } = jobs.shard.steps.find(({ name }: { name?: string }) => name === 'Combinations');
    expect(await argumentsOf(command.replace('${' + '{ matrix.shard }}', '2'))).toEqual([
      ...['pca-e2e', 'matrix', ...matrixArguments],
      ...['--shard', '2/2', '--run-dir', 'runs/matrix'],
    ]);
  });
});

describe('a pipeline of GitLab CI', () => {
  test("fits GitLab's own schema, and becomes a job per shard and one for the report", async () => {
    const names = (await gitlabJobs(emit('gitlab'))).map(({ name }) => name);
    expect(names).toEqual(['shard: [1]', 'shard: [2]', 'report']);
    // It would have told.
    await expect(gitlabJobs(emit('gitlab').replace('when: always', 'when: ever'))).rejects.toThrow(
      "when is not 'on_success', 'on_failure' or 'always'",
    );
  }, 60_000);

  test('runs each shard with what the matrix was asked, after installing Docker', async () => {
    const [, command] = parse(emit('gitlab')).shard.script;
    expect(await argumentsOf(command, { SHARD: '1' })).toEqual([
      ...['pca-e2e', 'matrix', ...matrixArguments, '--bootstrap'],
      ...['--shard', '1/2', '--run-dir', 'runs/shards/1'],
    ]);
  });
});

describe('a Job of Kubernetes', () => {
  const documents = () => parseAllDocuments(emit('kubernetes')).map((document) => document.toJS());

  test('has only what the types of its API have', () => {
    // What a type does not know is left out on the way.
    expect(loadAllYaml(emit('kubernetes')).map((each) => parse(dumpYaml(each)))).toEqual(documents());
    const [, job] = loadAllYaml(emit('kubernetes').replace('backoffLimitPerIndex', 'backofLimitPerIndex'));
    expect(parse(dumpYaml(job)).spec).not.toHaveProperty('backofLimitPerIndex');
  });

  test('runs a shard per index, each once', async () => {
    const [, job] = documents();
    expect(job.spec).toMatchObject({ completionMode: 'Indexed', completions: 2, backoffLimitPerIndex: 0 });
    const [container] = job.spec.template.spec.containers;
    expect(container.image).toBe('registry.example/pca-e2e:1');
    const [, , script] = container.command;
    expect(await argumentsOf(script, { JOB_COMPLETION_INDEX: '0' })).toEqual([
      ...['pca-e2e', 'matrix', ...matrixArguments, '--bootstrap'],
      ...['--shard', '1/2', '--run-dir', '/reports/shard-0'],
    ]);
  });
});
