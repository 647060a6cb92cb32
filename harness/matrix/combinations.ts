import { UsageError } from '../errors/harness-error.ts';
import { type Cell, type CellVersions, cellOf, type MatrixComponent, matrixComponents } from './cell.ts';
import { type Exclusion, isExcluded } from './exclusion.ts';
import { pairwiseCells } from './pairwise.ts';

export interface MatrixPlan {
  /** The versions of each component, each once, in the order of the cells. */
  readonly versions: Readonly<Record<MatrixComponent, readonly string[]>>;
  /** Only as many cells as it takes for every pair of versions of two components to meet. */
  readonly pairwise: boolean;
  readonly exclusions: readonly Exclusion[];
}

/**
 * The cells of a matrix: every combination of the versions, or as few as have every pair of them.
 *
 * @throws UsageError when everything is excluded.
 */
export function planCells({ versions, pairwise, exclusions }: MatrixPlan): readonly Cell[] {
  const allowed = product(versions).filter((combination) => !isExcluded(combination, exclusions));
  if (allowed.length === 0) {
    throw new UsageError('Every combination is excluded', { remedy: 'Give fewer --exclude, or more versions.' });
  }
  const cells = allowed.map(cellOf);
  return pairwise ? pairwiseCells(cells) : cells;
}

/** The last component's versions change first. */
function product(versions: MatrixPlan['versions']): readonly CellVersions[] {
  return matrixComponents.reduce<readonly Partial<CellVersions>[]>(
    (partial, { key }) => partial.flatMap((one) => versions[key].map((version) => ({ ...one, [key]: version }))),
    [{}],
  ) as readonly CellVersions[];
}
