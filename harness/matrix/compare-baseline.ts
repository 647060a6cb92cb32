import type { Cell } from './cell.ts';
import type { BaselineComparison, CellChange, CellReport, MatrixReport } from './matrix-report.ts';

/** What is slower by no more than a quarter is within what a busy machine does. */
const slowerFactor = 1.25;

/**
 * What is different from an earlier matrix: cells that fail and did not, or pass and did not, that passed but took
 * more than a quarter longer, that are new, and that are gone. A cell that did not come to its end, then or now, is
 * compared with nothing.
 *
 * @param matrix - Every cell of the matrix, also those of other shards: only what is in none of them is gone.
 */
export function compareWithBaseline(
  cells: readonly CellReport[],
  baseline: MatrixReport,
  matrix: readonly Cell[] = cells,
): BaselineComparison {
  const earlier = new Map(baseline.cells.map((cell) => [cell.id, cell]));
  const present = new Set(matrix.map(({ id }) => id));
  const changes = cells.flatMap((cell) => changeOf(cell, earlier.get(cell.id)) ?? []);
  const removed = baseline.cells.filter(({ id }) => !present.has(id));
  return {
    startedAt: baseline.startedAt,
    changes: [...changes, ...removed.map(({ id, versions }): CellChange => ({ id, versions, change: 'removed' }))],
  };
}

function changeOf({ id, versions, ...now }: CellReport, earlier: CellReport | undefined): CellChange | undefined {
  const cell = { id, versions };
  if (earlier === undefined) return { ...cell, change: 'new' };
  const outcomes = `${earlier.outcome} ${now.outcome}`;
  if (outcomes === 'passed failed') return { ...cell, change: 'newly-failing' };
  if (outcomes === 'failed passed') return { ...cell, change: 'fixed' };
  if (outcomes !== 'passed passed' || now.durationMs <= earlier.durationMs * slowerFactor) return undefined;
  return { ...cell, change: 'slower', durationMs: { baseline: earlier.durationMs, now: now.durationMs } };
}
