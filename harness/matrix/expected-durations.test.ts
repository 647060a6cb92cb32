import { expect, test } from '@jest/globals';
import { notRun } from './cell-result.ts';
import { withExpectedDurations } from './expected-durations.ts';
import { cellReport, failedWith, matrixReport, passedIn } from './testing/sample-matrix.ts';

const reports = [
  cellReport('1.11.0', passedIn(41_000)),
  cellReport('1.12.0', failedWith('It failed')),
  cellReport('1.13.0', notRun('interrupted')),
];
const cells = [...reports, cellReport('1.14.0', passedIn(1))].map(({ id, versions }) => ({ id, versions }));
const expected = (earlier: Parameters<typeof withExpectedDurations>[1]) =>
  withExpectedDurations(cells, earlier).map(({ expectedMs }) => expectedMs);

test('cells are expected to take what they took, passed or failed; what was not run or is new is unknown', () => {
  expect(expected(matrixReport(reports))).toEqual([41_000, 93_400, null, null]);
  expect(expected(undefined)).toEqual([null, null, null, null]);
});

test("a shard's report passes on the times by which it was split", () => {
  const matrix = cells.map((cell, index) => ({ ...cell, expectedMs: index === 3 ? null : index * 1_000 }));
  expect(expected(matrixReport(reports, { shard: { index: 1, count: 2, matrix } }))).toEqual([0, 1_000, 2_000, null]);
});
