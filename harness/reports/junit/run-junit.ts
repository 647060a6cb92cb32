import type { CheckReport, RunReport, StepReport, UndoReport } from '../run-report.ts';
import { counted, isFailed, namedVersions, titleOfStep } from '../wording.ts';
import { junitDocument, type TestCase } from './junit-document.ts';

/**
 * `junit.xml`: a case per step and per undo. A report that did not pass has at least one failure, whatever it was that
 * went wrong.
 */
export function runJunit(report: RunReport): string {
  const { runId, startedAt, durationMs, steps, undo = [], checks, provider, aws } = report;
  const cases = [
    ...steps.map((step) =>
      stepCase(
        step,
        checks.filter(({ stepId }) => stepId === step.id),
        report,
      ),
    ),
    ...undo.map(undoCase),
  ];
  return junitDocument('pca-e2e', [
    {
      name: `run ${runId}`,
      startedAt,
      durationMs,
      properties: [['provider', provider], ['aws', aws], ...namedVersions(report.versions)],
      cases: [...cases, ...runCase(report, cases)],
    },
  ]);
}

function stepCase(step: StepReport, checks: readonly CheckReport[], { outcome }: RunReport): TestCase {
  const { status, durationMs } = step;
  const common = { name: titleOfStep(step), group: 'pca-e2e.steps', durationMs };
  const failed = checks.filter(isFailed);
  if (status === 'failed' || failed.length > 0) return { ...common, failure: failureOf(step, failed) };
  if (status === 'skipped') return { ...common, skipped: 'never started' };
  if (status === 'passed') return common;
  const cause = outcome === 'interrupted' ? 'the run was interrupted' : 'another step failed';
  return { ...common, skipped: `cut short: ${cause}` };
}

function failureOf({ error, remedy }: StepReport, failed: readonly CheckReport[]): NonNullable<TestCase['failure']> {
  // A step that failed for its checks alone tells them in its error already.
  const untold = failed.filter(({ title }) => error?.includes(title) !== true);
  const words = [
    error ?? `${counted(failed.length, 'check')} failed`,
    ...(remedy === undefined ? [] : [`What to do: ${remedy}`]),
    ...untold.map(
      ({ title, expected, observed }) => `Check failed: ${title}\n  expected: ${expected}\n  observed: ${observed}`,
    ),
  ];
  return { type: failed.length > 0 ? 'failed-checks' : 'step-failed', text: words.join('\n\n') };
}

function undoCase({ title, durationMs, error }: UndoReport): TestCase {
  return {
    name: `Undo: ${title}`,
    group: 'pca-e2e.undo',
    durationMs,
    ...(error === undefined ? {} : { failure: { type: 'undo-failed', text: error } }),
  };
}

/** What went wrong outside of steps and undoing, and an interrupt, must not look like a success. */
function runCase({ outcome, error, durationMs }: RunReport, cases: readonly TestCase[]): readonly TestCase[] {
  if (outcome === 'passed' || cases.some(({ failure }) => failure !== undefined)) return [];
  return [
    {
      name: 'The run',
      group: 'pca-e2e.run',
      durationMs,
      failure: { type: outcome, text: error ?? `The run ${outcome}` },
    },
  ];
}
