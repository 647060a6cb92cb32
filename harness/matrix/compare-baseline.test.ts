import { describe, expect, test } from '@jest/globals';
import { notRun } from './cell-result.ts';
import { compareWithBaseline } from './compare-baseline.ts';
import type { CellResult } from './matrix-report.ts';
import { cellReport, failedWith, matrixReport, passedIn } from './testing/sample-matrix.ts';

const failed = failedWith('The role is refused');
const compare = (now: CellResult, then: CellResult) =>
  compareWithBaseline([cellReport('1.11.0', now)], matrixReport([cellReport('1.11.0', then)])).changes;

describe('against a baseline', () => {
  test.each([
    ['newly-failing', failed, passedIn(10_000)],
    ['fixed', passedIn(10_000), failed],
  ] as const)('a cell is %s', (change, now, then) => {
    expect(compare(now, then)).toEqual([expect.objectContaining({ change, versions: expect.anything() })]);
  });

  test('a cell is slower when it takes more than a quarter longer', () => {
    expect(compare(passedIn(12_500), passedIn(10_000))).toEqual([]);
    expect(compare(passedIn(12_501), passedIn(10_000))).toMatchObject([
      { change: 'slower', durationMs: { baseline: 10_000, now: 12_501 } },
    ]);
  });

  test.each([
    ['passes still, faster', passedIn(1_000), passedIn(10_000)],
    ['fails still', failed, failed],
    ['was not run now', notRun('interrupted'), passedIn(10_000)],
    ['was not run then', failed, notRun('interrupted')],
  ] as const)('nothing has changed for a cell that %s', (_, now, then) => {
    expect(compare(now, then)).toEqual([]);
  });

  test('cells are new and gone, but one of another shard is not gone', () => {
    const [mine, elsewhere, gone] = ['1.12.0', '1.11.0', '1.9.0'].map((issuer) => cellReport(issuer, passedIn(1_000)));
    if (!mine || !elsewhere || !gone) throw new Error('three cells');
    const { startedAt, changes } = compareWithBaseline([mine], matrixReport([elsewhere, gone]), [mine, elsewhere]);
    expect(startedAt).toBe('2026-11-24T12:00:00.000Z');
    expect(changes).toEqual([
      { id: mine.id, versions: mine.versions, change: 'new' },
      { id: gone.id, versions: gone.versions, change: 'removed' },
    ]);
  });
});
