import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fileReports } from './file-reports.ts';
import { stepSummaryReports } from './markdown/markdown-report.ts';
import { ReporterMultiplexer } from './multiplexer.ts';
import { failedReport, passedReport } from './testing/sample-reports.ts';

describe('the reports of a run', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pca-e2e-reports-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const end = { error: undefined, kept: false, chainPem: undefined };

  test('are in its folder: for programs, for people, for CI systems', async () => {
    const errors = await new ReporterMultiplexer(fileReports).onEnd(passedReport, { folder, ...end });
    expect(errors).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(['junit.xml', 'report.html', 'report.json', 'summary.md']);
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toEqual(passedReport);
  });

  test('are added to the page of a GitHub job, below what is there', async () => {
    const path = join(folder, 'step-summary');
    writeFileSync(path, 'Before\n');
    const reporters = stepSummaryReports({ GITHUB_STEP_SUMMARY: path });
    await new ReporterMultiplexer(reporters).onEnd(failedReport, { folder, ...end });
    expect(readFileSync(path, 'utf8')).toMatch(/^Before\n## ❌ Failed: 5\. Configure the AWSPCAIssuer\n/);
  });

  test('are added to no page elsewhere', () => {
    expect(stepSummaryReports({})).toEqual([]);
    expect(stepSummaryReports({ GITHUB_STEP_SUMMARY: '' })).toEqual([]);
  });
});
