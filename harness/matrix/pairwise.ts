import { type Cell, matrixComponents } from './cell.ts';

/**
 * Few of the cells in which every two versions of different components that meet in any of them still meet. Most
 * incompatibilities are between two components: this finds them without running the whole product.
 *
 * Greedy and deterministic: each time the cell with the most pairs that are still missing, the first of several.
 *
 * @returns The chosen cells, in the order in which they were given.
 */
export function pairwiseCells(cells: readonly Cell[]): readonly Cell[] {
  const pairs = new Map(cells.map((cell) => [cell, pairsOf(cell)]));
  const missing = new Set([...pairs.values()].flat());
  const missingIn = (cell: Cell) => (pairs.get(cell) ?? []).filter((pair) => missing.has(pair)).length;
  const chosen = new Set<Cell>();
  while (missing.size > 0) {
    const best = cells.reduce((one, other) => (missingIn(other) > missingIn(one) ? other : one));
    chosen.add(best);
    for (const pair of pairs.get(best) ?? []) missing.delete(pair);
  }
  return cells.filter((cell) => chosen.has(cell));
}

/** Every two components of a cell with their versions, as text to compare. */
export function pairsOf({ versions }: Cell): readonly string[] {
  return matrixComponents.flatMap(({ key: one }, index) =>
    matrixComponents.slice(index + 1).map(({ key: other }) => `${one} ${versions[one]}, ${other} ${versions[other]}`),
  );
}
