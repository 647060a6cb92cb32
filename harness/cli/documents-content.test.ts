import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { endpointsWith } from '../artifacts/registry/endpoints.ts';
import { installFlow } from '../flow/install-flow.ts';
import { checkIds } from '../pki/check-ids.ts';
import passedReport from '../reports/testing/passed.report.json' with { type: 'json' };
import { commandTable } from './command-table.ts';
import { projectFolder } from './jest-command.ts';
import { scenarioNames } from './scenario-files.ts';
import { documents, textOf } from './testing/documents.ts';
import { codeBlocks, headingAnchors, inlineCode, localLinks, tableRows } from './testing/markdown.ts';

describe('files in the documents', () => {
  const blocks = (file: string, language: string) =>
    codeBlocks(textOf(file)).filter((block) => block.language === language);

  test('the artifact settings name addresses that there are', () => {
    const [settings = { text: '' }] = blocks('docs/artifacts-and-versions.md', 'yaml');
    const { endpoints } = parse(settings.text);
    expect(Object.keys(endpoints).toSorted()).toEqual(Object.keys(endpointsWith(endpoints)).toSorted());
  });
});

describe('what the documents point at is there', () => {
  test.each(documents)('%s: links', (file) => {
    const broken = localLinks(textOf(file)).filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? file : join(dirname(file), path);
      if (!existsSync(join(projectFolder, target))) return true;
      return anchor !== undefined && !headingAnchors(textOf(target)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  test.each(documents)('%s: files that are named in full', (file) => {
    const named = inlineCode(textOf(file)).filter((code) => /^(harness|mocks|docs|scenarios)\/[\w./-]+$/.test(code));
    // A scenario to be written has this name.
    const missing = named.filter((path) => !path.includes('NAME') && !existsSync(join(projectFolder, path)));
    expect(missing).toEqual([]);
  });
});

describe('what the documents list is all there is', () => {
  test('README.md: every command', () => {
    const listed = inlineCode(textOf('README.md'));
    expect(commandTable.map(({ name }) => name).filter((name) => !listed.includes(name))).toEqual([]);
  });

  test('docs/the-guide-and-the-code.md: every check there is', () => {
    const listed = new Set(inlineCode(textOf('docs/the-guide-and-the-code.md')));
    const ids = Object.values(checkIds).flat();
    expect(ids.filter((id) => !listed.has(id))).toEqual([]);
  });

  const titles = installFlow(() => undefined).map(({ title }) => title);

  test('the sample of a passed run has the steps and checks of a run', () => {
    expect(passedReport.steps.map(({ title }) => title)).toEqual(titles);
    expect(passedReport.checks.map(({ id }) => id).sort()).toEqual([...checkIds.guide].sort());
  });

  test('README.md: the steps of a run, and as many checks', () => {
    const [, table = ''] = /^Guide +Step +Time\n(.*?)^ +Whole run/ms.exec(textOf('README.md')) ?? [];
    const shown = [...table.matchAll(/^[\d ] +(\S.*?) {2,}[\d.]+ m?s$/gm)].map(([, title = '']) => title);
    expect(shown.length).toBeGreaterThan(5);
    expect(shown.filter((title) => !titles.includes(title))).toEqual([]);
    expect(textOf('README.md')).toContain(`✓ Passed: ${checkIds.guide.length} checks held, 0 failed`);
  });

  test('docs/the-guide-and-the-code.md: no scenario that is not there', async () => {
    const [, table = ''] = textOf('docs/the-guide-and-the-code.md').split('scenarios that break it |\n');
    const cells = tableRows(table.split('\n\n')[0] ?? '').map((row) => row[2] ?? '');
    const named = cells.flatMap(inlineCode);
    const names = await scenarioNames();
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !names.includes(name))).toEqual([]);
  });

  test('docs/scenarios.md: every scenario, with the rows of the list of failures that its file names', async () => {
    const rows = tableRows(textOf('docs/scenarios.md')).filter(([name = '']) => name.startsWith('`'));
    const listed = rows.map(([name = '', failures = '']) => [name.slice(1, -1), failures.split(' ').sort().join(' ')]);
    const inFiles = (await scenarioNames()).map((name) => [name, failuresIn(textOf(`scenarios/${name}.scenario.ts`))]);
    expect(listed).toEqual(inFiles);
  });

  test('docs/scenarios.md: every row that a scenario names is explained', () => {
    const rows = tableRows(textOf('docs/scenarios.md'));
    const explained = rows.map(([row = '']) => row).filter((row) => /^[GF]\d+$/.test(row));
    const covered = rows
      .filter(([name = '']) => name.startsWith('`'))
      .flatMap(([, failures = '']) => failures.split(' '));
    expect(explained.toSorted()).toEqual([...new Set(covered.filter(Boolean))].sort());
  });
});

/** Rows of the list of failures that a scenario's comments name. */
function failuresIn(source: string): string {
  const comments = source.match(/^\s*(?:\/\/|\/?\*).*$/gm)?.join('\n') ?? '';
  return [...new Set(comments.match(/\b[GF]\d+\b/g))].sort().join(' ');
}
