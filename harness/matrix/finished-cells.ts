import { join } from 'node:path';
import type { Cell } from './cell.ts';
import { type CellRequest, isFinished, readCellRecord } from './cell-record.ts';
import type { CellResult } from './matrix-report.ts';

/** Which cells to run again though they have come to their end. */
export type Again = 'none' | 'all' | 'failed';

export interface FinishedCellsOptions {
  readonly folder: string;
  readonly cells: readonly Cell[];
  requestOf(cell: Cell): CellRequest;
  readonly again: Again;
}

/** The cells of a folder that need not be run: those that came to their end when the same was asked of them, by id. */
export async function finishedCells(options: FinishedCellsOptions): Promise<ReadonlyMap<string, CellResult>> {
  const { folder, cells, requestOf, again } = options;
  const finished = new Map<string, CellResult>();
  if (again === 'all') return finished;
  for (const cell of cells) {
    const record = await readCellRecord(join(folder, cell.id));
    if (record?.result === undefined || !isFinished(record, requestOf(cell))) continue;
    if (again === 'none' || record.result.outcome === 'passed') finished.set(cell.id, record.result);
  }
  return finished;
}
