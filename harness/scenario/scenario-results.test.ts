import { describe, expect, test } from '@jest/globals';
import type { AggregatedResult } from '@jest/reporters';
import { defaultRunOptions } from '../flow/run.ts';
import { scenarioReport } from './scenario-results.ts';

const projectFolder = '/project/';
const session = { folder: '/session', lifetime: 'command', keep: 'never', options: defaultRunOptions } as const;
const setUp = {
  file: 'ca-states',
  name: 'issuance',
  runId: 'x',
  folder: '/session/x',
  durationMs: 17_000.4,
  reused: false,
};

const file = (testResults: readonly object[], more: object = {}) => ({
  testFilePath: '/project/scenarios/ca-states.scenario.ts',
  perfStats: { runtime: 21_000 },
  testResults,
  ...more,
});

const one = (title: string, status: string, failureMessages: readonly string[] = []) => ({
  ancestorTitles: ['a CA that is not ACTIVE', 'forced'],
  title,
  status,
  duration: 1_200,
  failureMessages,
});

function report(failedFiles: number, ...files: readonly object[]) {
  const failed = { numFailedTestSuites: failedFiles, numRuntimeErrorTestSuites: 0 };
  // As jest hands it over: whether it was a success is not known yet.
  const results = { startTime: 1_000, success: false, ...failed, testResults: files } as unknown as AggregatedResult;
  return scenarioReport(results, { session, setUps: [setUp], projectFolder, endedAtMs: 31_000 });
}

describe('the report of a run of scenarios', () => {
  test('has each scenario with its set-up, its tests and their times', () => {
    expect(report(0, file([one('DISABLED', 'passed')]))).toEqual({
      schemaVersion: 1,
      startedAt: '1970-01-01T00:00:01.000Z',
      durationMs: 30_000,
      outcome: 'passed',
      versions: defaultRunOptions.versions,
      scenarios: [
        {
          file: 'scenarios/ca-states.scenario.ts',
          title: 'a CA that is not ACTIVE',
          outcome: 'passed',
          durationMs: 21_000,
          setUp: { name: 'issuance', durationMs: 17_000, folder: '/session/x' },
          tests: [{ title: 'forced › DISABLED', outcome: 'passed', durationMs: 1_200 }],
        },
      ],
    });
  });

  test('keeps the words of a failure, and counts what was not run as skipped', () => {
    const [scenario] = report(1, file([one('a', 'failed', ['the set-up failed']), one('b', 'pending')])).scenarios;
    expect(scenario).toMatchObject({
      outcome: 'failed',
      tests: [{ outcome: 'failed', error: 'the set-up failed' }, { outcome: 'skipped' }],
    });
  });

  test('a file that cannot be read is a failed scenario, although it has no test', () => {
    const [scenario] = report(1, file([], { testExecError: { message: 'Unexpected token' } })).scenarios;
    expect(scenario).toMatchObject({ outcome: 'failed', tests: [{ outcome: 'failed', error: 'Unexpected token' }] });
  });
});
