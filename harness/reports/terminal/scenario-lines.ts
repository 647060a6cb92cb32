import { formatDurationMs } from '../../wait/duration.ts';
import type { ScenarioReport, ScenarioResult } from '../scenario-report.ts';
import type { Style } from './style.ts';

/** The scenarios of a run with the time of each, and of its set-up where it had to make one; the longest last. */
export function scenarioLines({ scenarios, durationMs }: ScenarioReport, style: Style): readonly string[] {
  const names = scenarios.map(nameOf);
  const width = Math.max(...names.map((name) => name.length), 'Whole run'.length);
  const row = (mark: string, name: string, ms: number, note: string) =>
    `${mark} ${name.padEnd(width)}  ${formatDurationMs(ms).padStart(9)}${note ? `  ${style.dim(note)}` : ''}`;
  const rows = scenarios
    .toSorted((one, other) => one.durationMs - other.durationMs)
    .map((scenario) => row(markOf(scenario, style), nameOf(scenario), scenario.durationMs, noteOf(scenario)));
  return [...rows, row(' ', 'Whole run', durationMs, '')];
}

const nameOf = ({ file }: ScenarioResult) => file.replace(/^.*\//, '').replace('.scenario.ts', '');

function markOf({ outcome }: ScenarioResult, style: Style): string {
  if (outcome === 'skipped') return '-';
  return outcome === 'passed' ? style.passed : style.failed;
}

/** Shorter than this, a set-up was found standing. */
const madeFromMs = 2_000;

function noteOf({ setUp, tests }: ScenarioResult): string {
  const skipped = tests.filter(({ outcome }) => outcome === 'skipped').length;
  return [
    `${tests.length} ${tests.length === 1 ? 'test' : 'tests'}`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(setUp && setUp.durationMs >= madeFromMs ? [`set-up ${formatDurationMs(setUp.durationMs)}`] : []),
  ].join(', ');
}
