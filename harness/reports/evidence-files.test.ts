import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readEvidence } from './evidence-files.ts';

describe('the evidence of a run folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pca-e2e-evidence-'));
    mkdirSync(join(folder, 'evidence'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is every file of it by name, and the log of the commands; nothing else of the folder', async () => {
    for (const name of ['evidence/b.log', 'evidence/a.txt', 'commands.log', 'state.json', 'kubeconfig']) {
      writeFileSync(join(folder, name), `${name}\n`);
    }
    mkdirSync(join(folder, 'evidence', 'folder'));
    expect(await readEvidence(folder)).toEqual([
      { name: 'evidence/a.txt', text: 'evidence/a.txt\n', sizeBytes: 15 },
      { name: 'evidence/b.log', text: 'evidence/b.log\n', sizeBytes: 15 },
      { name: 'commands.log', text: 'commands.log\n', sizeBytes: 13 },
    ]);
  });

  test('has no colours', async () => {
    writeFileSync(join(folder, 'evidence', 'a'), '\u001b[31mred\u001b[0m');
    expect(await readEvidence(folder)).toMatchObject([{ text: 'red' }]);
  });

  test('has the begin and the end of what is very long, whole lines of both', async () => {
    const lines = Array.from({ length: 60_000 }, (_, index) => `line ${index}`);
    writeFileSync(join(folder, 'evidence', 'a'), lines.join('\n'));
    const [file] = await readEvidence(folder);
    expect(file?.text.length).toBeLessThan(201_000);
    expect(file?.text).toMatch(/^line 0\nline 1\n/);
    expect(file?.text).toMatch(/\nline \d+\n\n… 4\d\d kB are left out here; .+ …\n\nline \d+\n/);
    expect(file?.text).toMatch(/line 59999$/);
    expect(file?.sizeBytes).toBe(lines.join('\n').length);
  });

  test('is nothing where there is no folder', async () => {
    expect(await readEvidence(join(folder, 'none'))).toEqual([]);
  });
});
