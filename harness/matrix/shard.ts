import type { Cell } from './cell.ts';

/** One of several parts of a matrix, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** A cell with the time by which it is assigned to a shard. */
export interface TimedCell extends Cell {
  /** Null where nothing is known. */
  readonly expectedMs: number | null;
}

/**
 * The cells of one shard. The longest cells are dealt out first, each to the shard that has the least to do: all shards
 * then end at about the same time (longest processing time first: at most 4/3 of the best split, Graham 1969). A cell of
 * unknown duration counts as the mean of the known ones. The same input always gives the same split.
 *
 * @returns The shard's cells, in the order in which they were given.
 */
export function cellsOfShard<T extends TimedCell>(cells: readonly T[], { index, count }: Shard): readonly T[] {
  const meanMs = meanOf(cells.flatMap(({ expectedMs }) => expectedMs ?? []));
  const durationOf = ({ expectedMs }: TimedCell) => expectedMs ?? meanMs;
  const loadsMs = Array.from({ length: count }, () => 0);
  const mine = new Set<T>();
  for (const cell of cells.toSorted((one, other) => durationOf(other) - durationOf(one))) {
    const least = loadsMs.indexOf(Math.min(...loadsMs));
    loadsMs[least] = (loadsMs[least] ?? 0) + durationOf(cell);
    if (least === index - 1) mine.add(cell);
  }
  return cells.filter((cell) => mine.has(cell));
}

/** One where none is known: any length will do, as long as it is the same for all. */
function meanOf(durationsMs: readonly number[]): number {
  if (durationsMs.length === 0) return 1;
  return durationsMs.reduce((sum, durationMs) => sum + durationMs, 0) / durationsMs.length;
}
