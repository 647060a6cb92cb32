import { type ExitCode, exitCode } from '../errors/exit-code.ts';
import type { CellReport, MatrixReport } from './matrix-report.ts';

/** Failed when a cell failed; otherwise interrupted when a cell did not come to its end. */
export function outcomeOf(cells: readonly CellReport[]): MatrixReport['outcome'] {
  if (cells.some(({ outcome }) => outcome === 'failed')) return 'failed';
  return cells.every(({ outcome }) => outcome === 'passed') ? 'passed' : 'interrupted';
}

/**
 * The gravest of the cells' exit codes, which is the highest: the higher the code, the less of a cell was proven. A
 * failed check (1) leaves the rest of the flow proven, a component that did not come up (4) what comes after it
 * unknown, and a cell that was interrupted or not run (130) all of it.
 */
export function exitCodeOfMatrix({ cells }: MatrixReport): ExitCode {
  return Math.max(exitCode.ok, ...cells.map((cell) => cell.exitCode)) as ExitCode;
}
