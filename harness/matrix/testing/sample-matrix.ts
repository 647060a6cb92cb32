import { exitCode } from '../../errors/exit-code.ts';
import { cellOf } from '../cell.ts';
import { notRun } from '../cell-result.ts';
import type { CellReport, CellResult, MatrixReport } from '../matrix-report.ts';

export const passedIn = (durationMs: number): CellResult => ({
  outcome: 'passed',
  exitCode: exitCode.ok,
  durationMs,
  cause: null,
});

export const failedWith = (cause: string, error = cause): CellResult => ({
  outcome: 'failed',
  exitCode: exitCode.componentFailed,
  durationMs: 93_400,
  cause,
  error,
  remedy: 'Give the issuer a policy that allows it.',
});

/** A cell that differs from its like by the version of the issuer. */
export function cellReport(issuer: string, result: CellResult): CellReport {
  const cell = cellOf({ certManager: '1.21.2', issuer, istio: '1.31', kubernetes: '1.34.4' });
  return { ...cell, ...result, folder: cell.id, command: `npx pca-e2e up --issuer ${issuer} --keep` };
}

export function matrixReport(cells: readonly CellReport[], more: Partial<MatrixReport> = {}): MatrixReport {
  return {
    schemaVersion: 1,
    outcome: 'failed',
    startedAt: '2026-11-24T12:00:00.000Z',
    durationMs: 170_000,
    cells,
    ...more,
  };
}

/** Cells of every outcome, with changes of every kind; every text that comes from outside has `text` in it. */
export function everyOutcome(text = ''): MatrixReport {
  const words = (before: string) => `${before}${text && ' '}${text}`;
  const cells = [
    cellReport('1.11.0', passedIn(41_200)),
    cellReport(
      '1.12.0',
      failedWith(words('The role is refused'), words('The issuer is not Ready\nbecause: AccessDenied')),
    ),
    cellReport('1.13.0', { ...notRun('Interrupted (SIGINT)'), outcome: 'interrupted', durationMs: 12_000 }),
    cellReport(
      '../a/very/long/path/of/a/checkout/aws-privateca-issuer',
      notRun('The matrix was interrupted before it'),
    ),
  ];
  const change = ({ id, versions }: CellReport) => ({ id, versions });
  const [first, second, third, fourth] = cells.map(change);
  return matrixReport(cells, {
    baseline: {
      startedAt: '2026-11-20T12:00:00.000Z',
      changes: [
        ...(first ? [{ ...first, change: 'slower', durationMs: { baseline: 30_000, now: 41_200 } } as const] : []),
        ...(second ? [{ ...second, change: 'newly-failing' } as const] : []),
        ...(third ? [{ ...third, change: 'fixed' } as const] : []),
        ...(fourth ? [{ ...fourth, change: 'removed' } as const] : []),
      ],
    },
  });
}
