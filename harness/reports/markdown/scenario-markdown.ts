import { formatDurationMs } from '../../wait/duration.ts';
import { failedOutsideOfTests, type ScenarioReport, type ScenarioResult, summaryOfTests } from '../scenario-report.ts';
import { counted, namedVersions } from '../wording.ts';
import { block, code, plain, table } from './markdown.ts';
import { markOf } from './marks.ts';

/** The scenarios as GitHub shows them beside their job, ending in a line break. */
export function scenarioMarkdown(report: ScenarioReport): string {
  const { outcome, scenarios, versions } = report;
  const parts = [
    `## ${markOf(outcome)} ${counted(scenarios.length, 'scenario')} ${outcome}`,
    plain(summaryOfTests(report)),
    ...scenarios.filter((scenario) => scenario.outcome === 'failed').flatMap(failureOf),
    '### Scenarios',
    table(['', 'Scenario', 'Tests', 'Set-up', 'Time'], scenarios.map(rowOf)),
    '### Versions',
    table(
      ['Component', 'Version'],
      namedVersions(versions).map(([name, version]) => [plain(name), code(version)]),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

function rowOf({ title, file, outcome, tests, setUp, durationMs }: ScenarioResult): readonly string[] {
  const passed = tests.filter((test) => test.outcome === 'passed').length;
  return [
    markOf(outcome),
    `${plain(title)}<br>${code(file)}`,
    `${passed} of ${tests.length}`,
    setUp === undefined ? '' : `${plain(setUp.name)}, ${formatDurationMs(setUp.durationMs)}`,
    formatDurationMs(durationMs),
  ];
}

function failureOf(scenario: ScenarioResult): readonly string[] {
  const { title, tests, setUp } = scenario;
  const failed = tests.filter((test) => test.outcome === 'failed');
  return [
    `### ${plain(title)}`,
    ...failed.flatMap((test) => [`**${plain(test.title)}**`, block(test.error ?? 'no error was told')]),
    ...(failedOutsideOfTests(scenario) ? ['It failed outside of its tests.'] : []),
    ...(setUp === undefined ? [] : [`The run it stood on is reported in ${code(setUp.folder)}.`]),
  ];
}
