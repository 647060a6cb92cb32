import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { oldNode } from '../harness/cli/testing/ending.ts';
import { leftOf } from '../harness/cli/testing/left-behind.ts';
import { pcaE2eCommand, type StartedCommand, startShell, temporaryRunFolder } from '../harness/cli/testing/pca-e2e.ts';
import { unless } from '../harness/errors/error-code.ts';
import { newRunId } from '../harness/flow/run-id.ts';
import { quoteCommand } from '../harness/process/quote-command.ts';
import { runCommand } from '../harness/process/run-command.ts';
import { done, notYet, pollUntil } from '../harness/wait/poll-until.ts';

const undoneWithinMs = 30_000;
const scenarioTimeoutMs = 120_000;

/** The Node.js that the project brings, and, where PATH has an older one, that one, which starts the other. */
const nodes = [process.execPath, ...(oldNode === undefined ? [] : [oldNode])];
const onNodes = nodes.length > 1 ? 'on both Node.js' : 'on one Node.js: PATH has no older one';

interface Run {
  readonly id: string;
  readonly folder: string;
  /** The command of the run, for a shell. */
  readonly up: string;
}

function runOn(node: string, folder = temporaryRunFolder()): Run {
  const id = newRunId();
  const up = pcaE2eCommand(['up', '--until', 'cluster', '--run-id', id, '--run-dir', folder], node);
  return { id, folder, up: quoteCommand(up) };
}

/** The same on every Node.js, side by side. */
const onEach = (end: (node: string) => Promise<void>) => Promise.all(nodes.map(end));

const clusterStarts = ({ lineWith }: StartedCommand) => lineWith('▶ Kubernetes cluster');

const made = ({ id }: Run) =>
  pollUntil(async () => ((await leftOf(id)).length > 0 ? done(undefined) : notYet('nothing')), {
    waitingFor: `run ${id} to make something`,
    timeoutMs: undoneWithinMs,
  });

/** Waits for the report of a run whose starter may be gone by now, then looks at what is left of it. */
async function expectUndone({ id, folder }: Run): Promise<void> {
  const report = await pollUntil(
    async () => {
      const text = await unless(
        ['ENOENT'],
        Promise.resolve().then(() => readFileSync(join(folder, 'report.json'), 'utf8')),
      );
      return text === undefined ? notYet('no report') : done(JSON.parse(text) as { readonly outcome: string });
    },
    { waitingFor: 'the report of the run', timeoutMs: undoneWithinMs },
  );
  expect(report.outcome).toBe('interrupted');
  expect(await leftOf(id)).toEqual([]);
}

/** However a run ends, short of SIGKILL to itself: what it made is removed, and the exit code is the one that is documented. */
describe(`a run ${onNodes}`, () => {
  test(
    'is undone when `timeout` ends it',
    () =>
      onEach(async (node) => {
        const run = runOn(node);
        expect(await startShell(`timeout 8 ${run.up}`).finished).toMatchObject({ exitCode: 124 });
        expect(await leftOf(run.id)).toEqual([]);
      }),
    scenarioTimeoutMs,
  );

  test(
    'is undone when its group is signalled',
    () =>
      onEach(async (node) => {
        const run = runOn(node);
        const started = startShell(`exec ${run.up}`);
        await clusterStarts(started);
        started.killGroup('SIGTERM');
        expect(await started.finished).toMatchObject({ exitCode: 130 });
        await expectUndone(run);
      }),
    scenarioTimeoutMs,
  );

  test(
    'is undone when the reader of its output has gone',
    () =>
      onEach(async (node) => {
        const run = runOn(node);
        const piped = startShell(`${run.up} | head -n 3; exit "\${PIPESTATUS[0]}"`);
        expect(await piped.finished).toMatchObject({ exitCode: 130, stderr: expect.not.stringContaining('    at ') });
        await expectUndone(run);
      }),
    scenarioTimeoutMs,
  );

  test(
    'is undone when its terminal is closed',
    () =>
      onEach(async (node) => {
        const run = runOn(node);
        // script(1) holds the other end of the terminal.
        const terminal = startShell(`exec script --quiet --command ${quoteCommand([run.up])} /dev/null`);
        // It keeps what it shows to itself for a while.
        await made(run);
        terminal.kill('SIGKILL');
        await expectUndone(run);
      }),
    scenarioTimeoutMs,
  );

  test(
    'that was killed is removed by the command that a second Ctrl-C prints',
    () =>
      onEach(async (node) => {
        const run = runOn(node);
        const started = startShell(`exec ${run.up}`);
        await clusterStarts(started);
        started.killGroup('SIGKILL');
        await started.finished;
        const down = startShell(quoteCommand(pcaE2eCommand(['down', '--run-dir', run.folder], node)));
        expect(await down.finished).toMatchObject({ exitCode: 0 });
        expect(await leftOf(run.id)).toEqual([]);
      }),
    scenarioTimeoutMs,
  );
});

const needsOldNode = oldNode === undefined ? test.skip : test;
const notWithout = oldNode === undefined ? ' (skipped: PATH has no Node.js that has to start another one)' : '';

needsOldNode(
  `a run is undone when its starter is killed${notWithout}`,
  async () => {
    const run = runOn(oldNode as string);
    const started = startShell(`exec ${run.up}`);
    await clusterStarts(started);
    started.kill('SIGKILL');
    await expectUndone(run);
  },
  scenarioTimeoutMs,
);

const isRoot = process.getuid?.() === 0;
const needsRoot = isRoot ? test : test.skip;

needsRoot(
  `a run whose disk is full is undone, and ends with 3${isRoot ? '' : ' (skipped: only root may mount a tmpfs)'}`,
  () =>
    onEach(async (node) => {
      const folder = temporaryRunFolder();
      // Room for the owner's note and kind's configuration, not for the kubeconfig; a folder that others may write is refused.
      await runCommand('mount', ['-t', 'tmpfs', '-o', 'size=16k,mode=700', 'tmpfs', folder]);
      try {
        const run = runOn(node, folder);
        const { exitCode, stdout } = await startShell(run.up).finished;
        expect(exitCode).toBe(3);
        expect(stdout).toContain(`What to do: Make room, or give another folder with --run-dir.`);
        expect(stdout).toContain(`${join(folder, 'report.html')} could not be written`);
        expect(await leftOf(run.id)).toEqual([]);
      } finally {
        await runCommand('umount', [folder]);
      }
    }),
  scenarioTimeoutMs,
);
