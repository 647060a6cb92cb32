import { join, relative } from 'node:path';
import { UsageError } from '../errors/harness-error.ts';
import { notRun } from './cell-result.ts';
import { compareWithBaseline } from './compare-baseline.ts';
import { outcomeOf } from './matrix-outcome.ts';
import type { BaselineComparison, CellReport, MatrixReport } from './matrix-report.ts';
import type { TimedCell } from './shard.ts';

/** A report with the folder that it was found in. */
export interface FoundReport {
  readonly folder: string;
  readonly report: MatrixReport;
}

export interface MergeOptions {
  /** Folder of the merged report: the cells' folders are relative to it. */
  readonly folder: string;
  /** What the merged cells are compared with; without one, what the shards have found is kept. */
  readonly baseline?: MatrixReport;
}

/**
 * Makes one report of the shards' reports: the one that a run of the whole matrix would have made, but for times and
 * folders. The cells of a shard that left no report are told as not run.
 *
 * @throws UsageError when they are not shards of one matrix, or a cell is in two of them.
 */
export function mergeShards(found: readonly FoundReport[], { folder, baseline }: MergeOptions): MatrixReport {
  const matrix = matrixOf(found);
  const cells = matrix.map(({ id, versions }) => {
    const inShards = found.flatMap((shard) => {
      const cell = shard.report.cells.find((each) => each.id === id);
      return cell === undefined ? [] : [{ ...cell, folder: relative(folder, join(shard.folder, cell.folder)) }];
    });
    if (inShards.length > 1) throw new UsageError(`Two of the reports have the cell ${id}`, { remedy });
    return inShards[0] ?? { id, versions, ...notRun('The report of its shard is missing'), folder: '', command: '' };
  });
  const comparison = baseline === undefined ? joined(found, cells) : compareWithBaseline(cells, baseline);
  return {
    schemaVersion: 1,
    outcome: outcomeOf(cells),
    ...spanOf(found),
    cells,
    ...(comparison === undefined ? {} : { baseline: comparison }),
  };
}

const remedy = 'Give the folders of all shards of one matrix, each once.';

/** Every shard knows the whole matrix. */
function matrixOf(found: readonly FoundReport[]): readonly TimedCell[] {
  const [first, ...others] = found.map(({ report: { shard } }) => shard);
  if (first === undefined) throw new UsageError('A report to merge is not the report of a shard', { remedy });
  const text = JSON.stringify(first.matrix);
  for (const other of others) {
    if (other?.count === first.count && JSON.stringify(other.matrix) === text) continue;
    throw new UsageError('The reports are not of shards of one matrix, split by the same durations', { remedy });
  }
  return first.matrix;
}

function spanOf(found: readonly FoundReport[]): Pick<MatrixReport, 'startedAt' | 'durationMs'> {
  const starts = found.map(({ report }) => Date.parse(report.startedAt));
  const ends = found.map(({ report }, index) => (starts[index] ?? 0) + report.durationMs);
  const startedAtMs = Math.min(...starts);
  return { startedAt: new Date(startedAtMs).toISOString(), durationMs: Math.max(...ends) - startedAtMs };
}

/** In the order in which the whole matrix would have found the changes: by cell, then what is gone, which all say. */
function joined(found: readonly FoundReport[], cells: readonly CellReport[]): BaselineComparison | undefined {
  const [first, ...others] = found.map(({ report }) => report.baseline);
  if (first === undefined) return undefined;
  const changes = [first, ...others].flatMap((comparison) => comparison?.changes ?? []);
  return {
    startedAt: first.startedAt,
    changes: [
      ...cells.flatMap(({ id }) => changes.filter((each) => each.id === id)),
      ...first.changes.filter(({ change }) => change === 'removed'),
    ],
  };
}
