import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { planCells } from './combinations.ts';
import { withExpectedDurations } from './expected-durations.ts';
import { exitCodeOfMatrix } from './matrix-outcome.ts';
import type { MatrixReport } from './matrix-report.ts';
import { type FoundReport, mergeShards } from './merge-shards.ts';
import { cellsOfShard } from './shard.ts';
import { FakeRuns, fails } from './testing/fake-runs.ts';
import { cellReport, failedWith, matrixReport, passedIn } from './testing/sample-matrix.ts';

const cells = planCells({
  versions: {
    certManager: ['1.15.3', '1.21.2'],
    issuer: ['1.11.0', '1.12.0', '1.13.0'],
    istio: ['1.31'],
    kubernetes: ['1.34.4'],
  },
  pairwise: false,
  exclusions: [],
});

/** Has a cell that failed then, one that took no time, and one that is gone. */
const baseline = matrixReport([
  { ...cellReport('1.11.0', failedWith('It was so then')) },
  { ...cellReport('1.13.0', passedIn(1)) },
  { ...cellReport('1.9.0', passedIn(1_000)) },
]);

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'merge-test-'));
});

afterEach(() => rm(folder, { recursive: true }));

async function runWhole(): Promise<MatrixReport> {
  const runs = new FakeRuns(join(folder, 'whole'));
  runs.ends.set('1.12.0', fails);
  return runs.run(cells, { baseline });
}

async function runShard(index: number, count: number, earlier?: MatrixReport): Promise<FoundReport> {
  const matrix = withExpectedDurations(cells, earlier);
  const runs = new FakeRuns(join(folder, `shard-${index}`));
  runs.ends.set('1.12.0', fails);
  const mine = cellsOfShard(matrix, { index, count }).map(({ id, versions }) => ({ id, versions }));
  return { folder: runs.folder, report: await runs.run(mine, { shard: { index, count, matrix }, baseline }) };
}

/** As the file has it, but for times and folders. */
function text(report: MatrixReport): string {
  const times = ['startedAt', 'durationMs', 'folder'];
  return JSON.stringify(report, (key, value) => (times.includes(key) ? null : value), 2);
}

describe('merged shards', () => {
  test.each([1, 2, 3, 6, 8])('of %i are the report of one run, but for times and folders', async (count) => {
    const whole = await runWhole();
    const shards: FoundReport[] = [];
    for (let index = 1; index <= count; index += 1) shards.push(await runShard(index, count, whole));
    const merged = mergeShards(shards.toReversed(), { folder });
    expect(text(merged)).toBe(text(whole));
    const changes = merged.baseline?.changes.map(({ change }) => change);
    expect(changes?.toSorted()).toEqual(['fixed', 'new', 'new', 'new', 'new', 'removed', 'slower']);
    expect(mergeShards(shards, { folder, baseline })).toEqual(merged);
  });

  test('lead to the folders of the cells', async () => {
    const merged = mergeShards([await runShard(1, 2), await runShard(2, 2)], { folder: join(folder, 'merged') });
    expect(new Set(merged.cells.map((cell) => cell.folder)).size).toBe(cells.length);
    expect(merged.cells[0]?.folder).toMatch(/^\.\.\/shard-[12]\/cert-manager-1\.15\.3_/);
  });

  test('last from the first start to the last end', async () => {
    const [one, two] = [await runShard(1, 2), await runShard(2, 2)];
    const at = (found: FoundReport, startedAt: string, durationMs: number) => ({
      ...found,
      report: { ...found.report, startedAt, durationMs },
    });
    const merged = mergeShards(
      [at(one, '2026-11-24T12:00:10.000Z', 5_000), at(two, '2026-11-24T12:00:00.000Z', 12_000)],
      { folder },
    );
    expect(merged).toMatchObject({ startedAt: '2026-11-24T12:00:00.000Z', durationMs: 15_000 });
  });

  test('without one of them tell which cells were not run, and are no success', async () => {
    const merged = mergeShards([await runShard(1, 3), await runShard(3, 3)], { folder });
    expect(merged.cells.map(({ id }) => id)).toEqual(cells.map(({ id }) => id));
    const missing = merged.cells.filter(({ outcome }) => outcome === 'not-run');
    expect(missing.map(({ cause }) => cause)).toEqual([
      'The report of its shard is missing',
      'The report of its shard is missing',
    ]);
    expect(exitCodeOfMatrix(merged)).toBe(130);
  });

  test('are refused when one is given twice, was split otherwise, or is no shard', async () => {
    const [one, two] = [await runShard(1, 2), await runShard(2, 2)];
    const whole = { folder, report: await runWhole() };
    const merge =
      (...found: FoundReport[]) =>
      () =>
        mergeShards(found, { folder });
    expect(merge(one, one)).toThrow(/Two of the reports have the cell/);
    expect(merge(one, await runShard(2, 3))).toThrow(/not of shards of one matrix/);
    expect(merge(one, await runShard(2, 2, whole.report))).toThrow(/not of shards of one matrix/);
    expect(merge(whole, two)).toThrow(/not the report of a shard/);
    expect(merge(one, whole)).toThrow(/not of shards of one matrix/);
  });
});
