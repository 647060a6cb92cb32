import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { leftOf } from '../harness/cli/testing/left-behind.ts';
import { temporaryRunFolder } from '../harness/cli/testing/pca-e2e.ts';
import type { RunReport } from '../harness/reports/run-report.ts';
import type { ScenarioReport } from '../harness/reports/scenario-report.ts';
import { runScenarioFixture } from '../harness/scenario/testing/run-scenario-fixture.ts';

/** Two scenario files that share a set-up which cannot be made: on a version of Kubernetes that does not exist. */
describe('a set-up that cannot be made', () => {
  const session = temporaryRunFolder();
  let report: ScenarioReport;

  beforeAll(async () => {
    report = await runScenarioFixture('unbuildable', session);
  });

  test('fails one test of each file with the reason, and runs none', () => {
    const failed = { outcome: 'failed', error: expect.stringMatching(/The set-up \S+ failed: .*9\.9\.9/) };
    const notRun = { outcome: 'skipped', title: 'a second test (not run: its set-up failed)' };
    expect(report.scenarios.map(({ tests }) => tests)).toEqual([
      [expect.objectContaining(failed), expect.objectContaining(notRun)],
      [expect.objectContaining(failed), expect.objectContaining(notRun)],
    ]);
  });

  test('is tried once, and the second file says so', () => {
    const [first, second] = report.scenarios.map(({ tests }) => tests[0]?.error);
    expect(first).not.toContain('not tried again');
    expect(second).toContain('not tried again');
  });

  test('leaves its report, no evidence of what it never made, and nothing in Docker', async () => {
    const [, runId = ''] = /The set-up (\S+) failed/.exec(report.scenarios[0]?.tests[0]?.error ?? '') ?? [];
    const runReport = JSON.parse(await readFile(join(session, runId, 'report.json'), 'utf8')) as RunReport;
    expect(runReport).toMatchObject({ outcome: 'failed', undiagnosed: true });
    expect(existsSync(join(session, runId, 'evidence'))).toBe(false);
    expect(await leftOf(runId)).toEqual([]);
  });
});

test('a test that fails is reported with its own error first, then with what the harness makes of the state', async () => {
  const { scenarios } = await runScenarioFixture('failing', temporaryRunFolder());
  expect(scenarios.map(({ tests }) => tests.map(({ error }) => error))).toEqual([
    [expect.stringMatching(/Expected: 3[\s\S]*Received: 2[\s\S]*^The state as two is three failed$/m)],
  ]);
});
