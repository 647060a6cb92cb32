import type { RunReport } from './run-report.ts';
import { titleOfStep } from './wording.ts';

/** Something that went wrong, in its own words. */
export interface Problem {
  readonly where: string;
  readonly error: string;
  readonly remedy: string | undefined;
}

/** Errors of steps and of undoing, and what went wrong outside of them where no other error says it. */
export function problemsOf({ steps, undo = [], error, remedy }: RunReport): readonly Problem[] {
  const problems = [
    ...steps.map((step) => ({ where: titleOfStep(step), error: step.error, remedy: step.remedy })),
    ...undo.map(({ title, error }) => ({ where: `Undo: ${title}`, error, remedy: undefined })),
  ].filter((problem): problem is Problem => problem.error !== undefined);
  const told = error === undefined || problems.some((problem) => problem.error === error);
  return told ? problems : [{ where: 'The run', error, remedy }, ...problems];
}
