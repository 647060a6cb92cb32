import { describe, expect, test } from '@jest/globals';
import { hostileText } from '../../reports/testing/sample-reports.ts';
import { cellReport, everyOutcome, matrixReport, passedIn } from '../testing/sample-matrix.ts';
import { matrixMarkdown } from './matrix-markdown.ts';

describe("a matrix's summary.md", () => {
  const text = matrixMarkdown(everyOutcome());

  test('has a row per combination, and the cause and the command of each that failed', () => {
    const row = '<code>1.21.2</code> | <code>1.12.0</code> | <code>1.31</code> | <code>1.34.4</code> | 1 m 33 s';
    expect(text).toContain(`| ❌ | ${row} | The role is refused |`);
    expect(text).toContain('**Cause:** The role is refused');
    expect(text).toContain('because:');
    expect(text).toContain('To look inside: <code>npx pca-e2e up --issuer 1.12.0 --keep</code>');
  });

  test('tells how each version did, and what has changed', () => {
    expect(text).toContain('| aws-privateca-issuer | <code>1.12.0</code> | 0 of 1 |');
    expect(text).toContain('| slower: 41.2 s, was 30.0 s | cert-manager 1.21.2, issuer 1.11.0,');
    expect(text).toContain('| newly failing | cert-manager 1.21.2, issuer 1.12.0,');
  });

  test('says so when nothing has changed', () => {
    const baseline = { startedAt: '2026-11-20T12:00:00.000Z', changes: [] };
    const report = matrixReport([cellReport('1.11.0', passedIn(1))], { outcome: 'passed', baseline });
    expect(matrixMarkdown(report)).toContain('Nothing changed.');
    expect(matrixMarkdown(report)).toContain('## ✅ Passed');
  });

  test('lets no text become markup', () => {
    const hostile = matrixMarkdown(everyOutcome(hostileText)).replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '');
    expect(hostile).not.toContain('<img');
    expect(hostile).not.toContain('**bold**');
  });
});
