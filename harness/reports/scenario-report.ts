import type { ComponentVersions } from '../artifacts/versions.ts';
import { formatDurationMs } from '../wait/duration.ts';
import { counted } from './wording.ts';

export type ScenarioOutcome = 'passed' | 'failed' | 'skipped';

/** `scenarios.json`: what a run of the scenarios came to. */
export interface ScenarioReport {
  readonly schemaVersion: 1;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly outcome: 'passed' | 'failed';
  readonly versions: ComponentVersions;
  readonly scenarios: readonly ScenarioResult[];
}

export interface ScenarioResult {
  /** Path of its file within the project. */
  readonly file: string;
  readonly title: string;
  readonly outcome: ScenarioOutcome;
  readonly durationMs: number;
  /** The set-up that it ran on; absent where it made its own, or none. */
  readonly setUp?: ScenarioSetUp;
  readonly tests: readonly ScenarioTest[];
}

export interface ScenarioSetUp {
  readonly name: string;
  readonly durationMs: number;
  /** Folder of its run: it has that run's own reports. */
  readonly folder: string;
}

export interface ScenarioTest {
  readonly title: string;
  readonly outcome: ScenarioOutcome;
  readonly durationMs: number;
  /** The failure's own words. */
  readonly error?: string;
}

/** What the tests of all scenarios came to, as one sentence. */
export function summaryOfTests({ scenarios, durationMs }: ScenarioReport): string {
  const tests = scenarios.flatMap((scenario) => scenario.tests);
  const count = (outcome: ScenarioOutcome) => tests.filter((test) => test.outcome === outcome).length;
  const skipped = count('skipped') === 0 ? '' : `, ${count('skipped')} skipped`;
  return `${counted(count('passed'), 'test')} passed, ${count('failed')} failed${skipped} in ${formatDurationMs(durationMs)}.`;
}

/** True for a scenario that failed though none of its tests did, as when its set-up fails. */
export function failedOutsideOfTests({ outcome, tests }: ScenarioResult): boolean {
  return outcome === 'failed' && tests.every((test) => test.outcome !== 'failed');
}
