import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MachineError } from '../errors/harness-error.ts';
import { failedReport } from '../reports/testing/sample-reports.ts';
import { cellOf } from './cell.ts';
import { finishedCells } from './finished-cells.ts';
import { exitCodeOfMatrix } from './matrix-outcome.ts';
import { FakeRuns, fails, interrupts, requestOf } from './testing/fake-runs.ts';

const cells = ['1.11.0', '1.12.0', '1.13.0'].map((issuer) =>
  cellOf({ certManager: '1.21.2', issuer, istio: '1.31', kubernetes: '1.34.4' }),
);

let runs: FakeRuns;

beforeEach(async () => {
  runs = new FakeRuns(await mkdtemp(join(tmpdir(), 'matrix-test-')));
});

afterEach(() => rm(runs.folder, { recursive: true }));

const outcomes = ({ cells: reported }: { cells: readonly { outcome: string }[] }) =>
  reported.map(({ outcome }) => outcome);

/** The same folder, for a process that comes later. */
const later = () => new FakeRuns(runs.folder);

describe('a matrix', () => {
  test('runs its cells one after another, each in a folder of its own', async () => {
    const report = await runs.run(cells);
    expect(runs.performed.map(({ folder }) => folder)).toEqual(cells.map(({ id }) => join(runs.folder, id)));
    expect(new Set(runs.performed.map(({ id }) => id)).size).toBe(3);
    expect(report).toMatchObject({
      outcome: 'passed',
      cells: cells.map(({ id }) => ({ id, folder: id, cause: null })),
    });
    expect(exitCodeOfMatrix(report)).toBe(0);
  });

  test('goes on after a cell that failed, and keeps its cause and its folder', async () => {
    runs.ends.set('1.12.0', fails);
    const report = await runs.run(cells);
    expect(outcomes(report)).toEqual(['passed', 'failed', 'passed']);
    expect(report.cells[1]?.cause).toMatch(/AWSPCAIssuer/);
    expect(report.cells[1]?.error).toBe(failedReport.error);
    expect(await readdir(join(runs.folder, cells[1]?.id ?? ''))).toHaveLength(2);
    expect(exitCodeOfMatrix(report)).toBe(4);
  });

  test('goes on after a cell that could not even begin', async () => {
    runs.ends.set('1.11.0', async () => {
      throw new MachineError('The disk is full', { remedy: 'Make room.' });
    });
    const report = await runs.run(cells);
    expect(report.cells[0]).toMatchObject({
      outcome: 'failed',
      exitCode: 3,
      cause: 'The disk is full',
      remedy: 'Make room.',
    });
    expect(outcomes(report)).toEqual(['failed', 'passed', 'passed']);
  });

  test('reports after each cell what there is', async () => {
    await runs.run(cells);
    expect(runs.reported.map(outcomes)).toEqual([
      ['passed', 'not-run', 'not-run'],
      ['passed', 'passed', 'not-run'],
      ['passed', 'passed', 'passed'],
      ['passed', 'passed', 'passed'],
    ]);
  });

  test('after an interrupt begins no cell, and tells what was not run', async () => {
    runs.ends.set('1.12.0', interrupts(runs));
    const report = await runs.run(cells);
    expect(outcomes(report)).toEqual(['passed', 'interrupted', 'not-run']);
    expect(runs.performed).toHaveLength(2);
    expect(report.outcome).toBe('interrupted');
    expect(exitCodeOfMatrix(report)).toBe(130);
  });
});

describe('a matrix that is taken up again', () => {
  test('runs only what was not finished, and reports all of it', async () => {
    runs.ends.set('1.11.0', fails);
    runs.ends.set('1.12.0', interrupts(runs));
    const before = await runs.run(cells);
    const second = later();
    const report = await second.run(cells);
    expect(second.performed.map(({ options }) => options.versions.issuer)).toEqual(['1.12.0', '1.13.0']);
    expect(outcomes(report)).toEqual(['failed', 'passed', 'passed']);
    expect(report.cells[0]).toEqual(before.cells[0]);
  });

  test('first removes what a killed run has left, and its files', async () => {
    // A killed process writes nothing after its run has begun.
    runs.ends.set('1.11.0', () => Promise.reject(new Error('killed')));
    await runs.run(cells.slice(0, 1));
    const [killed] = runs.performed;
    const second = later();
    await second.run(cells.slice(0, 1));
    expect(second.removed.map(({ id }) => id)).toEqual([killed?.id]);
    const [again] = second.performed;
    expect(again?.id).not.toBe(killed?.id);
    expect(await readdir(again?.folder ?? '')).toEqual(['cell.json', `evidence-of-${again?.id}`]);
  });

  test('runs a cell anew when something else is asked of it', async () => {
    await runs.run(cells);
    const second = later();
    await second.run(cells, { finished: await finishedWhen({ until: 'network' }) });
    expect(second.performed).toHaveLength(3);
  });

  test.each([
    ['none', ['passed', 'failed']],
    ['failed', ['passed']],
    ['all', []],
  ] as const)('again: %s', async (again, taken) => {
    runs.ends.set('1.12.0', fails);
    await runs.run(cells.slice(0, 2));
    const finished = await finishedCells({ folder: runs.folder, cells, requestOf, again });
    expect([...finished.values()].map(({ outcome }) => outcome)).toEqual(taken);
  });

  const finishedWhen = (change: { until: 'network' }) =>
    finishedCells({
      folder: runs.folder,
      cells,
      requestOf: (cell) => ({ ...requestOf(cell), ...change }),
      again: 'none',
    });
});

test("what is in a cell's folder and not of a cell stays there", async () => {
  const [cell] = cells;
  const mine = join(runs.folder, cell?.id ?? '', 'notes.txt');
  await mkdir(dirname(mine));
  await writeFile(mine, 'mine');
  await runs.run(cells.slice(0, 1));
  expect(await readFile(mine, 'utf8')).toBe('mine');
  expect(runs.removed).toEqual([]);
});
