import {
  failedOutsideOfTests,
  type ScenarioReport,
  type ScenarioResult,
  type ScenarioSetUp,
} from '../scenario-report.ts';
import { namedVersions } from '../wording.ts';
import { junitDocument, type TestCase, type TestSuite } from './junit-document.ts';

/** The scenarios in JUnit's format: a suite per scenario, a case per test, and one where its set-up failed. */
export function scenarioJunit(report: ScenarioReport): string {
  return junitDocument(
    'pca-e2e scenarios',
    report.scenarios.map((scenario) => suiteOf(scenario, report)),
  );
}

function suiteOf(scenario: ScenarioResult, { startedAt, versions }: ScenarioReport): TestSuite {
  const { file, title, durationMs, setUp, tests } = scenario;
  return {
    name: title,
    startedAt,
    durationMs,
    properties: [['file', file], ...setUpProperties(setUp), ...namedVersions(versions)],
    cases: [...failedWithoutTest(scenario), ...tests.map((test) => testCase(test, file))],
  };
}

function setUpProperties(setUp: ScenarioSetUp | undefined): readonly (readonly [string, string])[] {
  if (setUp === undefined) return [];
  const { name, folder } = setUp;
  return [
    ['set-up', name],
    ['set-up folder', folder],
  ];
}

function testCase({ title, outcome, durationMs, error }: ScenarioResult['tests'][number], file: string): TestCase {
  return {
    name: title,
    group: groupOf(file),
    durationMs,
    ...(outcome === 'failed' ? { failure: { type: 'test-failed', text: error ?? 'The test failed' } } : {}),
    ...(outcome === 'skipped' ? { skipped: error ?? 'skipped' } : {}),
  };
}

/** Without a case of its own it would look like a success. */
function failedWithoutTest(scenario: ScenarioResult): readonly TestCase[] {
  if (!failedOutsideOfTests(scenario)) return [];
  const { file, title, setUp, durationMs } = scenario;
  const where = setUp === undefined ? '' : `; its set-up ${setUp.name} is reported in ${setUp.folder}`;
  return [
    {
      name: title,
      group: groupOf(file),
      durationMs,
      failure: { type: 'scenario-failed', text: `The scenario failed outside of its tests${where}` },
    },
  ];
}

/** CI systems take dots for levels: the path without its endings. */
function groupOf(file: string): string {
  return file.replace(/(\.scenario)?\.ts$/, '').replaceAll('/', '.');
}
