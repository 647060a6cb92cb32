import { join } from 'node:path';
import type { Run } from '../flow/run.ts';
import { newRunId } from '../flow/run-id.ts';
import type { Cell } from './cell.ts';
import { beginCellRecord, type CellRequest, endCellRecord, readCellRecord } from './cell-record.ts';
import { type EndedRun, notRun, resultOf, resultOfError } from './cell-result.ts';
import { compareWithBaseline } from './compare-baseline.ts';
import { outcomeOf } from './matrix-outcome.ts';
import type { CellReport, CellResult, MatrixReport, ShardReport } from './matrix-report.ts';

export interface MatrixRun {
  /** Absolute path; holds a run folder for each cell. */
  readonly folder: string;
  readonly startedAtMs: number;
  /** The cells to run, of a shard only its own. */
  readonly cells: readonly Cell[];
  readonly shard?: ShardReport;
  readonly baseline?: MatrixReport;
  /** Cells that need not be run again, by id. */
  readonly finished: ReadonlyMap<string, CellResult>;
  requestOf(cell: Cell): CellRequest;
  /** The command that makes a cell's set-up and leaves it standing. */
  commandOf(cell: Cell): string;
  /** Runs the flow and undoes it; ends early when `signal` fires. */
  perform(run: Run, request: CellRequest): Promise<EndedRun>;
  /** Removes what a killed run has left of itself outside of its folder. */
  removeLeftovers(run: Run): Promise<void>;
  readonly signal: AbortSignal;
  onCellStarted?(cell: Cell): void;
  /** Told after each cell, so that what there is outlives this process. */
  onReport(report: MatrixReport): Promise<void>;
}

/**
 * Runs cells one after another, each in a run folder of its own. A cell that fails keeps its report and evidence, and
 * the next one begins; after an interrupt the running cell is undone, and the rest is reported as not run.
 */
export async function runMatrix(matrix: MatrixRun): Promise<MatrixReport> {
  const results = new Map(matrix.finished);
  for (const cell of matrix.cells) {
    if (results.has(cell.id) || matrix.signal.aborted) continue;
    matrix.onCellStarted?.(cell);
    results.set(cell.id, await runCell(cell, matrix));
    await matrix.onReport(reportOf(matrix, results));
  }
  const report = reportOf(matrix, results);
  await matrix.onReport(report);
  return report;
}

async function runCell(cell: Cell, matrix: MatrixRun): Promise<CellResult> {
  const startedMs = performance.now();
  const folder = join(matrix.folder, cell.id);
  const request = matrix.requestOf(cell);
  try {
    const earlier = await readCellRecord(folder);
    if (earlier) await matrix.removeLeftovers({ id: earlier.runId, folder, options: earlier.request.options });
    const id = newRunId();
    const record = await beginCellRecord(folder, id, request);
    const result = resultOf(await matrix.perform({ id, folder, options: request.options }, request));
    await endCellRecord(folder, record, result);
    return result;
  } catch (error) {
    // Not a run that failed, but one that could not be made: the next cell may have more luck.
    return resultOfError(error, performance.now() - startedMs);
  }
}

function reportOf(matrix: MatrixRun, results: ReadonlyMap<string, CellResult>): MatrixReport {
  const { startedAtMs, shard, baseline } = matrix;
  const cells = matrix.cells.map((cell): CellReport => {
    const result = results.get(cell.id) ?? notRun('The matrix was interrupted before it');
    return { ...cell, ...result, folder: cell.id, command: matrix.commandOf(cell) };
  });
  return {
    schemaVersion: 1,
    outcome: outcomeOf(cells),
    startedAt: new Date(startedAtMs).toISOString(),
    durationMs: Date.now() - startedAtMs,
    cells,
    ...(baseline === undefined ? {} : { baseline: compareWithBaseline(cells, baseline, shard?.matrix) }),
    ...(shard === undefined ? {} : { shard }),
  };
}
