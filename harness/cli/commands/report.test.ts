import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { writeMatrixFiles } from '../../matrix/reports/write-matrix-files.ts';
import { everyOutcome } from '../../matrix/testing/sample-matrix.ts';
import { sampleScenarios } from '../../reports/testing/sample-scenarios.ts';
import { latestReportFolder } from '../latest-report.ts';
import { pcaE2e, temporaryRunFolder } from '../testing/pca-e2e.ts';

const processTimeoutMs = 30_000;
const failedRun = new URL('../../reports/testing/failed.report.json', import.meta.url);

describe('pca-e2e report', () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryRunFolder();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test(
    'writes every file of a run again from its folder, evidence included',
    async () => {
      copyFileSync(failedRun, join(folder, 'report.json'));
      mkdirSync(join(folder, 'evidence'));
      writeFileSync(join(folder, 'evidence', 'issuer.log'), 'connection refused\n');
      const { stdout, exitCode } = await pcaE2e(['report', '--run-dir', folder]);
      const files = ['report.html', 'junit.xml', 'summary.md'];
      expect(stdout.split('\n')).toEqual(files.map((name) => join(folder, name)));
      expect(readdirSync(folder).sort()).toEqual([...files, 'evidence', 'report.json'].sort());
      expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('connection refused\n</pre>');
      expect(exitCode).toBe(0);
    },
    processTimeoutMs,
  );

  test(
    "writes a matrix's files again from its matrix.json, and prints each of them",
    async () => {
      const matrix = everyOutcome();
      await writeMatrixFiles(folder, matrix);
      const written = readFileSync(join(folder, 'matrix.html'), 'utf8');
      const rendered = ['matrix.html', 'junit.xml', 'summary.md'].map((name) => join(folder, name));
      for (const path of rendered) rmSync(path);
      const { stdout, exitCode } = await pcaE2e(['report', '--run-dir', folder]);
      expect({ exitCode, paths: stdout.split('\n').sort() }).toEqual({ exitCode: 0, paths: rendered.sort() });
      expect(readFileSync(join(folder, 'matrix.html'), 'utf8')).toBe(written);

      const summary = await pcaE2e(['report', '--run-dir', folder, '--format', 'markdown']);
      expect(`${summary.stdout}\n`).toBe(readFileSync(join(folder, 'summary.md'), 'utf8'));
      const document = await pcaE2e(['report', '--run-dir', folder, '--format', 'json']);
      expect(JSON.parse(document.stdout)).toEqual(matrix);
    },
    processTimeoutMs,
  );

  test(
    'prints what is asked for, and writes nothing',
    async () => {
      writeFileSync(join(folder, 'scenarios.json'), JSON.stringify(sampleScenarios));
      const starts = {
        html: '<!doctype html>',
        junit: '<?xml version="1.0"',
        markdown: '## ❌ 3 scenarios',
        json: '{',
      };
      const printed = Object.keys(starts).map((format) => pcaE2e(['report', '--run-dir', folder, '--format', format]));
      const begins = (await Promise.all(printed)).map(({ stdout }, index) =>
        stdout.slice(0, Object.values(starts)[index]?.length),
      );
      expect(begins).toEqual(Object.values(starts));
      expect(readdirSync(folder)).toEqual(['scenarios.json']);
    },
    processTimeoutMs,
  );

  test(
    'prints the schema without any run',
    async () => {
      const [one, other] = await Promise.all([
        pcaE2e(['report', '--schema']),
        pcaE2e(['report', '--format', 'schema']),
      ]);
      expect(JSON.parse(one.stdout).title).toBe('report.json of a pca-e2e run');
      expect(other.stdout).toBe(one.stdout);
    },
    processTimeoutMs,
  );

  test.each([
    ['no report', undefined, 'holds no report: it has none of report.json, scenarios.json, matrix.json'],
    ['half a report', '{"schemaVersion": 1', 'report.json is no JSON'],
    ['another version', '{"schemaVersion": 7}', 'has schema version 7: expected 1'],
    ['something else', 'null', 'has schema version undefined: expected 1'],
  ])(
    'a folder with %s ends with exit code 2 and says so',
    async (_what, text, message) => {
      if (text !== undefined) writeFileSync(join(folder, 'report.json'), text);
      const { exitCode, stdout, stderr } = await pcaE2e(['report', '--run-dir', folder]);
      expect(stderr).toContain(message);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    },
    processTimeoutMs,
  );
});

describe('the latest report', () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryRunFolder();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is the one that was written last, whatever the names of the runs, and whether of a run or of a matrix', async () => {
    for (const [name, writtenAt] of [
      ['b', 100],
      ['a', 300],
      ['c', 200],
    ] as const) {
      mkdirSync(join(folder, 'runs', name), { recursive: true });
      writeFileSync(join(folder, 'runs', name, 'report.json'), '{}');
      utimesSync(join(folder, 'runs', name, 'report.json'), writtenAt, writtenAt);
    }
    mkdirSync(join(folder, 'runs', 'unfinished'));
    expect(await latestReportFolder(folder)).toBe(join(folder, 'runs', 'a'));

    mkdirSync(join(folder, 'runs', 'matrix'));
    writeFileSync(join(folder, 'runs', 'matrix', 'matrix.json'), '{}');
    expect(await latestReportFolder(folder)).toBe(join(folder, 'runs', 'matrix'));
  });

  test('is asked for where there is none', async () => {
    await expect(latestReportFolder(folder)).rejects.toThrow(/There is no report in .+runs/);
  });
});
