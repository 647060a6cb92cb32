import { describe, expect, test } from '@jest/globals';
import { cellOf } from './cell.ts';
import { cellsOfShard, type TimedCell } from './shard.ts';

function timed(durationsMs: readonly (number | null)[]): readonly TimedCell[] {
  return durationsMs.map((expectedMs, index) => ({
    ...cellOf({ certManager: `1.${index}`, issuer: '1', istio: '1', kubernetes: '1' }),
    expectedMs,
  }));
}

/** Deterministic, and with every kind of value in it. */
const durationsOf = (seed: number, length: number) =>
  Array.from({ length }, (_, index) => {
    const value = ((seed * 31 + index) * 7_919) % 1_009;
    return value % 5 === 0 ? null : value * 100;
  });

const splitsOf = (cells: readonly TimedCell[], count: number) =>
  Array.from({ length: count }, (_, index) => cellsOfShard(cells, { index: index + 1, count }));

const loadMs = (cells: readonly TimedCell[]) => cells.reduce((sum, { expectedMs }) => sum + (expectedMs ?? 0), 0);

describe('shards', () => {
  test.each([1, 2, 3, 7].flatMap((count) => [0, 1, 5, 24].map((length) => [length, count])))(
    '%i cells in %i shards: each cell is in exactly one of them',
    (length, count) => {
      const cells = timed(durationsOf(count, length));
      const splits = splitsOf(cells, count);
      expect(splits.flat().map(({ id }) => id)).toHaveLength(length);
      expect(new Set(splits.flat().map(({ id }) => id))).toEqual(new Set(cells.map(({ id }) => id)));
      expect(splitsOf(cells, count)).toEqual(splits);
    },
  );

  test('the longest cells are dealt out first', () => {
    const loads = splitsOf(timed([10, 20, 30, 40, 50, 60]), 2).map(loadMs);
    expect(loads).toEqual([110, 100]);
  });

  test('a cell of unknown duration counts as the mean of the others', () => {
    const cells = timed([90, 30, null, null]);
    // 90 | 60 60 would leave 30 with the first: 90 + 30, 60 + 60.
    expect(splitsOf(cells, 2).map((shard) => shard.map(({ expectedMs }) => expectedMs))).toEqual([
      [90, 30],
      [null, null],
    ]);
  });

  test('without any durations, shards have as many cells as each other', () => {
    const lengths = splitsOf(timed(Array.from({ length: 10 }, () => null)), 3).map(({ length }) => length);
    expect(lengths).toEqual([4, 3, 3]);
  });

  test('no shard has more than 4/3 of its share and the longest cell', () => {
    const cells = timed(durationsOf(3, 40).map((durationMs) => durationMs ?? 500));
    const longestMs = Math.max(...cells.map(({ expectedMs }) => expectedMs ?? 0));
    const bestMs = Math.max(loadMs(cells) / 4, longestMs);
    for (const shard of splitsOf(cells, 4)) expect(loadMs(shard)).toBeLessThanOrEqual((bestMs * 4) / 3);
  });
});
