import type { Cell } from './cell.ts';
import type { MatrixReport } from './matrix-report.ts';
import type { TimedCell } from './shard.ts';

/**
 * Gives each cell the time that it took in an earlier matrix.
 *
 * A shard's report passes on the times by which it was split, not those that it measured: a shard that is taken up
 * again, and the next one in the same folder, then have the same split.
 */
export function withExpectedDurations(cells: readonly Cell[], earlier: MatrixReport | undefined): readonly TimedCell[] {
  const known = new Map(knownDurations(earlier));
  return cells.map(({ id, versions }) => ({ id, versions, expectedMs: known.get(id) ?? null }));
}

function knownDurations(earlier: MatrixReport | undefined): readonly (readonly [string, number | null])[] {
  if (earlier?.shard) return earlier.shard.matrix.map(({ id, expectedMs }) => [id, expectedMs]);
  const measured = earlier?.cells.filter(({ outcome }) => outcome === 'passed' || outcome === 'failed') ?? [];
  return measured.map(({ id, durationMs }) => [id, durationMs]);
}
