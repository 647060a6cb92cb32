import { relative } from 'node:path';
import type { AggregatedResult, TestResult } from '@jest/reporters';
import type { ScenarioSession, SetUpRecord } from '../cli/scenario-session.ts';
import { hideSecretsIn } from '../process/hide-secrets.ts';
import type { ScenarioOutcome, ScenarioReport, ScenarioResult, ScenarioTest } from '../reports/scenario-report.ts';
import { scenarioNameOf } from './scenario-file.ts';

type TestFacts = TestResult['testResults'][number];

export interface ScenarioFacts {
  readonly session: ScenarioSession;
  readonly setUps: readonly SetUpRecord[];
  /** Files are named from here. */
  readonly projectFolder: string;
  readonly endedAtMs: number;
}

/** Makes the report of a run of scenarios from what jest says of it. */
export function scenarioReport(results: AggregatedResult, facts: ScenarioFacts): ScenarioReport {
  return hideSecretsIn<ScenarioReport>({
    schemaVersion: 1,
    startedAt: new Date(results.startTime).toISOString(),
    durationMs: facts.endedAtMs - results.startTime,
    // Not jest's own `success`: it is set after the reporters were told.
    outcome: results.numFailedTestSuites > 0 || results.numRuntimeErrorTestSuites > 0 ? 'failed' : 'passed',
    versions: facts.session.options.versions,
    scenarios: results.testResults.map((file) => scenarioResult(file, facts)),
  });
}

function scenarioResult(file: TestResult, { setUps, projectFolder }: ScenarioFacts): ScenarioResult {
  const name = scenarioNameOf(file.testFilePath);
  const setUp = setUps.find((record) => record.file === name);
  const tests = file.testResults.map(scenarioTest);
  return {
    file: relative(projectFolder, file.testFilePath),
    title: file.testResults[0]?.ancestorTitles[0] ?? name,
    outcome: outcomeOf(file, tests),
    durationMs: file.perfStats.runtime,
    ...(setUp ? { setUp: { name: setUp.name, durationMs: Math.round(setUp.durationMs), folder: setUp.folder } } : {}),
    tests: file.testExecError === undefined ? tests : [...tests, brokenFile(file.testExecError)],
  };
}

function outcomeOf(file: TestResult, tests: readonly ScenarioTest[]): ScenarioOutcome {
  if (file.testExecError !== undefined || tests.some(({ outcome }) => outcome === 'failed')) return 'failed';
  return tests.every(({ outcome }) => outcome === 'skipped') ? 'skipped' : 'passed';
}

function scenarioTest({ ancestorTitles, title, status, duration, failureMessages }: TestFacts): ScenarioTest {
  return {
    title: [...ancestorTitles.slice(1), title].join(' › '),
    outcome: status === 'passed' || status === 'failed' ? status : 'skipped',
    durationMs: duration ?? 0,
    ...(failureMessages.length > 0 ? { error: failureMessages.join('\n') } : {}),
  };
}

/** A file that could not even be read to its end has no test to blame. */
function brokenFile(error: { readonly message: string }): ScenarioTest {
  return { title: 'the file itself', outcome: 'failed', durationMs: 0, error: error.message };
}
