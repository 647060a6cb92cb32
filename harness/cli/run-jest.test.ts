import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { defaultRunOptions } from '../flow/run.ts';
import { sampleScenarios } from '../reports/testing/sample-scenarios.ts';
import { runJest } from './run-jest.ts';
import type { ScenarioSession } from './scenario-session.ts';
import { pcaE2e, temporaryRunFolder } from './testing/pca-e2e.ts';

const processTimeoutMs = 60_000;

describe('files of jest that run in a session', () => {
  let session: ScenarioSession;

  beforeEach(() => {
    // These files are no news for the page beside a CI job.
    delete process.env['GITHUB_STEP_SUMMARY'];
    const folder = temporaryRunFolder();
    session = { folder, lifetime: 'command', keep: 'never', options: defaultRunOptions };
  });
  afterEach(() => rmSync(session.folder, { recursive: true }));

  /** Two quick files stand for scenarios: the session is what matters, and that needs no cluster. */
  const run = async (patterns: readonly string[], more: { shard?: { index: number; count: number } } = {}) => {
    const stdout = new PassThrough();
    const printed = text(stdout);
    const signal = new AbortController().signal;
    const result = await runJest(session, { project: 'unit', patterns, stdout, signal, ...more });
    stdout.end();
    return { ...result, printed: await printed };
  };
  const files = ['harness/wait/go-duration\\.test\\.ts$', 'harness/cli/testing/markdown\\.test\\.ts$'];

  test(
    'end with the report, and print where they are told to',
    async () => {
      const { exitCode, report, printed } = await run(files);
      expect({ exitCode, outcome: report?.outcome }).toEqual({ exitCode: 0, outcome: 'passed' });
      expect(report?.scenarios.map(({ file }) => file).sort()).toEqual([
        'harness/cli/testing/markdown.test.ts',
        'harness/wait/go-duration.test.ts',
      ]);
      expect(printed).toContain(`Reports: ${session.folder}`);
    },
    processTimeoutMs,
  );

  test(
    'are split into shards, each file in one of them',
    async () => {
      const first = await run(files, { shard: { index: 1, count: 2 } });
      const second = await run(files, { shard: { index: 2, count: 2 } });
      const shards = [first, second].map(({ report }) => report?.scenarios.map(({ file }) => file));
      expect(shards.map((shard) => shard?.length)).toEqual([1, 1]);
      expect(shards[0]).not.toEqual(shards[1]);
    },
    processTimeoutMs,
  );

  test(
    'that end without a report have none, not that of an earlier run',
    async () => {
      mkdirSync(session.folder, { recursive: true });
      writeFileSync(join(session.folder, 'scenarios.json'), JSON.stringify(sampleScenarios));
      const { exitCode, report } = await run(['no-such-file']);
      expect({ exitCode, report }).toEqual({ exitCode: 1, report: undefined });
    },
    processTimeoutMs,
  );
});

test(
  'the names of scenarios are one JSON document too',
  async () => {
    const { stdout, exitCode } = await pcaE2e(['run', 'matrix', '--list', '--json']);
    expect({ exitCode, document: JSON.parse(stdout) }).toEqual({ exitCode: 0, document: { names: ['matrix'] } });
  },
  processTimeoutMs,
);
