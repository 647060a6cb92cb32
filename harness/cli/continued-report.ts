import { join } from 'node:path';
import type { StepId } from '../flow/step-outputs.ts';
import { readOwnJson } from '../process/own-json.ts';
import type { RunReport } from '../reports/run-report.ts';

/** The report of a run's folder, or undefined when there is none. */
export const readReport = (folder: string): Promise<RunReport | undefined> =>
  readOwnJson<RunReport>(join(folder, 'report.json'), ({ runId }) => typeof runId === 'string');

/** A report of a run that was gone on with: what an earlier process did of it is told as that one told it. */
export function continuedReport(
  report: RunReport,
  earlier: RunReport | undefined,
  alreadyDone: Partial<Record<StepId, unknown>>,
): RunReport {
  if (earlier === undefined) return report;
  const isDone = (stepId: string | undefined) => stepId !== undefined && stepId in alreadyDone;
  const before = new Map(earlier.steps.map((step) => [step.id, step]));
  return {
    ...report,
    steps: report.steps.map((step) => (isDone(step.id) ? (before.get(step.id) ?? step) : step)),
    checks: [...earlier.checks.filter(({ stepId }) => isDone(stepId)), ...report.checks],
  };
}
