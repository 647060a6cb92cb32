import { globSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { emitFor } from '../matrix/emit/emit.ts';
import { gitlabJobs, workflowFaults } from '../matrix/testing/lint-ci.ts';
import { projectFolder } from './jest-command.ts';
import { commandProblem } from './testing/command-problem.ts';
import { commandsIn, distinctArguments, npmScripts, textOf } from './testing/documents.ts';
import { pcaE2e } from './testing/pca-e2e.ts';
import { pipelineJobs, pipelineShellTexts } from './testing/pipeline.ts';
import { readWorkflow, shellTextsOf } from './testing/workflow.ts';
import { workflowRisks } from './testing/workflow-risks.ts';

const processTimeoutMs = 30_000;

const nightly = '.github/workflows/matrix.yml';
const copiedWorkflow = 'docs/ci/github-actions.yml';
const copiedPipeline = 'docs/ci/gitlab-ci.yml';
const setUpAction = '.github/actions/set-up/action.yml';
const emitted = (engine: 'github' | 'gitlab') =>
  emitFor(engine, { matrixArguments: ['--issuer', '1.11.0,1.12.0'], shards: 2, image: 'unused' });

const workflows = new Map([
  ...[...globSync('.github/workflows/*', { cwd: projectFolder }).sort(), copiedWorkflow].map(
    (file) => [file, textOf(file)] as const,
  ),
  ['what --emit github writes', emitted('github')],
]);
const pipelines = new Map([
  [copiedPipeline, textOf(copiedPipeline)],
  ['what --emit gitlab writes', emitted('gitlab')],
]);

describe.each([...workflows])('%s', (_file, text) => {
  test('actionlint has nothing against it', async () => {
    expect(await workflowFaults(text)).toEqual([]);
  });

  test('it is safe for forks, and costs nobody anything by accident', () => {
    expect(workflowRisks(text)).toEqual([]);
  });
});

describe('a workflow that is not safe would be noticed', () => {
  const text = textOf(copiedWorkflow);
  test.each([
    ['starts on pull_request_target', text.replace('  pull_request: {}', '  pull_request_target: {}')],
    ['may do more than read', text.replace('  contents: read', '  contents: write')],
    ['runs beside itself', text.replace(/^concurrency:\n(?: .*\n)+/m, '')],
    ['uses actions/checkout@v6, which is not pinned', text.replace(/checkout@.*/, 'checkout@v6')],
    ['e2e: may run for six hours', text.replace('timeout-minutes: 60', 'continue-on-error: false')],
    ['e2e: is given a secret, and may run for a fork', text.replace('part: flow', `part: "\${{ secrets.ANY }}"`)],
    [
      'e2e: has permissions of its own, and may run for a fork',
      text.replace('    strategy:', '    permissions: { id-token: write }\n    strategy:'),
    ],
    ['e2e: works in AWS, and may run for a fork', text.replace('command: up', 'command: up --aws real')],
    ["e2e: leaves the repository's token in a file", text.replace('persist-credentials: false', 'clean: true')],
    [
      'e2e: uploads nothing of a run that failed',
      text.replaceAll(/if: \$\{\{ !cancelled\(\) \}\}\n/g, 'if: success()\n'),
    ],
    ['real-aws: is not started by hand', text.replace("github.event_name == 'workflow_dispatch' && ", '')],
    ['real-aws: may leave CAs in AWS', text.replace('always() && ', '')],
  ])('%s', (risk, unsafe) => {
    expect(workflowRisks(unsafe)).toContain(risk);
  });

  test.each([
    ['in no environment', text.replace('    environment: aws\n', '')],
    ['on every branch', text.replace(/ && github.ref_name == .*/, '')],
  ])('a job with a secret that runs %s', (_where, unsafe) => {
    expect(workflowRisks(unsafe)).toContain('real-aws: is given a secret, and may run for a fork');
  });
});

test(
  'the nightly matrix is what `--emit` writes for its command',
  async () => {
    const { jobs } = readWorkflow(textOf(nightly));
    const [command = ''] = jobs['shard'] ? shellTextsOf(jobs['shard']).filter((each) => each.includes('matrix')) : [];
    const [given = []] = commandsIn(nightly, command).map(({ pcaArguments = [] }) => pcaArguments);
    const [, shards = ''] = /--shard 1\/(\d+)/.exec(given.join(' ')) ?? [];
    const matrix = given.slice(0, given.indexOf('--shard'));
    const { stdout } = await pcaE2e([...matrix, '--shards', shards, '--emit', 'github']);
    expect(`${stdout}\n`).toBe(textOf(nightly));
  },
  processTimeoutMs,
);

describe.each([...pipelines])('%s', (_file, text) => {
  test(
    "GitLab's own schema has nothing against it",
    async () => {
      expect((await gitlabJobs(text)).length).toBeGreaterThan(1);
    },
    processTimeoutMs,
  );

  test('each job has a time after which it is ended, and shows its JUnit or its folder also when it failed', () => {
    const jobs = pipelineJobs(text);
    expect(jobs.filter(({ timeout }) => timeout === undefined)).toEqual([]);
    expect(jobs.filter(({ artifacts }) => artifacts?.when !== 'always')).toEqual([]);
  });
});

describe(copiedPipeline, () => {
  const text = textOf(copiedPipeline);
  const whenOf = async (variables: Readonly<Record<string, string>>) => {
    const jobs = await gitlabJobs(text, { CI_DEFAULT_BRANCH: 'main', ...variables });
    return Object.fromEntries(jobs.map(({ name, when }) => [name.replace(/:.*/, ''), when]));
  };

  test.each([
    ['a merge request', { CI_PIPELINE_SOURCE: 'merge_request_event', CI_COMMIT_REF_PROTECTED: 'false' }, 'never'],
    ['a branch that is not protected', { CI_COMMIT_BRANCH: 'main', CI_COMMIT_REF_PROTECTED: 'false' }, 'never'],
    [
      'a protected branch that is not the default',
      { CI_COMMIT_BRANCH: 'v1', CI_COMMIT_REF_PROTECTED: 'true' },
      'never',
    ],
    ['the protected default branch', { CI_COMMIT_BRANCH: 'main', CI_COMMIT_REF_PROTECTED: 'true' }, 'manual'],
  ])(
    'in a pipeline of %s, what works in AWS is started so',
    async (_what, variables, when) => {
      expect(await whenOf({ CI_PIPELINE_SOURCE: 'push', ...variables })).toEqual({
        flow: 'on_success',
        scenarios: 'on_success',
        'real-aws': when,
      });
    },
    processTimeoutMs,
  );

  test('only the job that works in AWS has a token for it; it runs in an environment, and cleans up after itself', () => {
    const jobs = pipelineJobs(text);
    const withToken = jobs.filter(({ id_tokens: tokens }) => tokens !== undefined);
    expect(withToken.map(({ name }) => name)).toEqual(['real-aws']);
    const [real] = withToken;
    expect(real).toMatchObject({ environment: { name: 'aws' }, resource_group: 'aws' });
    expect(real?.script).toContainEqual(expect.stringContaining('--aws real --accept-cost'));
    expect(real?.after_script?.at(-1)).toMatch(/^npx pca-e2e clean --aws real/);
    const others = jobs.filter(({ name }) => name !== 'real-aws');
    expect(JSON.stringify(others)).not.toMatch(/--aws real|AWS_ROLE_ARN|AWS_TOKEN/);
  });
});

describe('commands in files for CI', () => {
  const ofWorkflows = [...workflows].flatMap(([file, text]) =>
    Object.values(readWorkflow(text).jobs)
      .flatMap(shellTextsOf)
      .flatMap((shellText) => commandsIn(file, shellText)),
  );
  const ofPipelines = [...pipelines].flatMap(([file, text]) =>
    pipelineShellTexts(text).flatMap((shellText) => commandsIn(file, shellText)),
  );
  const steps: readonly { readonly run?: string }[] = parse(textOf(setUpAction)).runs.steps;
  const ofAction = steps.flatMap(({ run = '' }) => commandsIn(setUpAction, run));
  const all = [...ofWorkflows, ...ofPipelines, ...ofAction];

  test(
    'of this project are understood: each command, option and value is one that there is',
    async () => {
      const misunderstood: string[] = [];
      const ofPca = distinctArguments(all);
      for (const { where, args } of ofPca) {
        const problem = await commandProblem(args);
        if (problem !== undefined) misunderstood.push(`${where}: ${problem}`);
      }
      expect(misunderstood).toEqual([]);
      expect(new Set(ofPca.map(({ args: [name] }) => name))).toEqual(
        new Set(['up', 'run', 'matrix', 'clean', 'artifacts', 'bootstrap']),
      );
    },
    processTimeoutMs,
  );

  test('of others are of programs that are known, and of npm are scripts of this project', () => {
    const programs = all
      .filter(({ pcaArguments }) => pcaArguments === undefined)
      .map(({ words: [program] }) => program);
    expect([...new Set(programs)].sort()).toEqual(['cd', 'cut', 'git', 'ls', 'npm', 'printf', 'sha256sum']);
    const scripts = all.flatMap(({ words: [program, run, script = ''] }) =>
      program === 'npm' && run === 'run' ? [script] : [],
    );
    expect(scripts.filter((script) => !(script in npmScripts))).toEqual([]);
  });
});

describe(setUpAction, () => {
  test('its actions are pinned as those of the workflows are', () => {
    const asWorkflow = `on: {}\npermissions: { contents: read }\nconcurrency: { group: any }\njobs: {}\n`;
    const uses = textOf(setUpAction).match(/^.*\buses:.*$/gm) ?? [];
    expect(uses.length).toBeGreaterThan(1);
    expect(uses.flatMap((line) => workflowRisks(`${asWorkflow}# ${line}\n`))).toEqual([]);
  });
});
