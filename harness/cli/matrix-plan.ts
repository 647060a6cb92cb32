import { join, resolve } from 'node:path';
import { UsageError } from '../errors/harness-error.ts';
import type { Cell } from '../matrix/cell.ts';
import { withExpectedDurations } from '../matrix/expected-durations.ts';
import type { MatrixReport, ShardReport } from '../matrix/matrix-report.ts';
import { matrixFile, readMatrixReport } from '../matrix/read-matrix-report.ts';
import { cellsOfShard } from '../matrix/shard.ts';
import { readOwnFile } from '../process/own-file.ts';
import type { Io } from './io.ts';
import { cellsOf, type MatrixFlags } from './matrix-options.ts';

/** What a command line asks for. */
export interface MatrixPlan {
  /** Absolute path. */
  readonly folder: string;
  /** The cells to run, of a shard only its own. */
  readonly cells: readonly Cell[];
  readonly shard?: ShardReport;
  readonly baseline?: MatrixReport;
}

/**
 * Plans a matrix. Shards are split by the durations of the baseline, or of the matrix that is in the folder.
 *
 * @throws UsageError when every combination is excluded, or the baseline cannot be read.
 */
export async function planMatrix(io: Io, flags: MatrixFlags): Promise<MatrixPlan> {
  const cells = cellsOf(flags);
  const folder = folderOf(io, flags);
  const { baseline } = await baselineOf(io, flags);
  const common = { folder, ...(baseline === undefined ? {} : { baseline }) };
  if (flags.shard === undefined) return { ...common, cells };
  const matrix = withExpectedDurations(
    cells,
    baseline ?? (await readMatrixReport(join(folder, matrixFile), readOwnFile)),
  );
  const mine = cellsOfShard(matrix, flags.shard).map(({ id, versions }): Cell => ({ id, versions }));
  return { ...common, cells: mine, shard: { ...flags.shard, matrix } };
}

/** A shard has a folder of its own: its report would take the place of another one's. */
export function folderOf(io: Io, { runDir, shard }: MatrixFlags): string {
  const name = shard === undefined ? 'matrix' : `matrix-${shard.index}-of-${shard.count}`;
  return resolve(io.cwd, runDir ?? join('runs', name));
}

/** @throws UsageError when the file that was given is not there, or is none. */
export async function baselineOf(io: Io, flags: MatrixFlags): Promise<{ readonly baseline?: MatrixReport }> {
  if (flags.baseline === undefined) return {};
  const path = resolve(io.cwd, flags.baseline);
  const baseline = await readMatrixReport(path);
  if (baseline !== undefined) return { baseline };
  throw new UsageError(`There is no baseline ${path}`, { remedy: `Give the ${matrixFile} of an earlier matrix.` });
}
