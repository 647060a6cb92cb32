import { type ExitCode, exitCode } from '../errors/exit-code.ts';
import { exitCodeOf, InterruptedError } from '../errors/harness-error.ts';
import { errorText, remedyText } from '../reports/error-text.ts';
import type { RunReport } from '../reports/run-report.ts';
import type { CellResult } from './matrix-report.ts';

/** A run that came to its end, well or not. */
export interface EndedRun {
  readonly report: RunReport;
  readonly exitCode: ExitCode;
}

/** What a cell's run came to. A diagnosis names the cause; without one, the error's first line has to. */
export function resultOf({ report, exitCode }: EndedRun): CellResult {
  const { outcome, durationMs, error, diagnosis } = report;
  const [found] = diagnosis;
  const remedy = found?.remedy ?? report.remedy;
  return {
    outcome,
    exitCode,
    durationMs,
    cause: outcome === 'passed' ? null : (found?.cause ?? firstLine(error) ?? `The run ${outcome}`),
    ...(error === undefined ? {} : { error }),
    ...(remedy === undefined || outcome === 'passed' ? {} : { remedy }),
  };
}

/** A run that could not even begin, as when its folder cannot be written. */
export function resultOfError(error: unknown, durationMs: number): CellResult {
  const text = errorText(error);
  const remedy = remedyText(error);
  return {
    outcome: error instanceof InterruptedError ? 'interrupted' : 'failed',
    exitCode: exitCodeOf(error),
    durationMs: Math.round(durationMs),
    cause: firstLine(text) ?? text,
    error: text,
    ...(remedy === undefined ? {} : { remedy }),
  };
}

export function notRun(cause: string): CellResult {
  return { outcome: 'not-run', exitCode: exitCode.interrupted, durationMs: 0, cause };
}

function firstLine(text: string | undefined): string | undefined {
  return text?.split('\n', 1)[0];
}
