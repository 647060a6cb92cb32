import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../errors/harness-error.ts';
import { defaultRunOptions } from '../flow/run.ts';
import type { RunEndContext } from '../reports/reporter.ts';
import type { RunReport } from '../reports/run-report.ts';
import { testFolder } from '../testing/test-folder.ts';
import { performRun } from './perform-run.ts';

const guest = { provider: 'existing', aws: 'real', artifacts: 'registry' } as const;
const newFolder = () => testFolder('perform-run-');

describe('a run that ends with an error which says itself what is wrong', () => {
  test('is not looked into, and its report says so', async () => {
    const folder = newFolder();
    const artifactSettings = { ...defaultRunOptions.artifactSettings, checkouts: { issuer: '/src/issuer' } };
    const { error, report } = await performRun({
      run: { id: 'r1', folder, options: { ...defaultRunOptions, ...guest, artifactSettings } },
      ...{ until: 'artifacts', sequential: false, keep: 'never', reporters: [] },
      signal: new AbortController().signal,
    });
    expect(error).toBeInstanceOf(UsageError);
    expect(report).toMatchObject({ outcome: 'failed', undiagnosed: true, diagnosis: [] });
    const written = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as RunReport;
    expect(written).toMatchObject({ undiagnosed: true });
    expect(existsSync(join(folder, 'evidence'))).toBe(false);
  });
});

describe('a run whose disk is full', () => {
  test('is undone all the same, and names what could not be written', async () => {
    const folder = newFolder();
    // Writing to it fails with ENOSPC (full(4)).
    for (const file of ['junit.xml.new', 'report.json.new']) symlinkSync('/dev/full', join(folder, file));
    const undone: string[] = [];
    let end: RunEndContext | undefined;
    const { error } = await performRun({
      run: { id: 'r1', folder, options: { ...defaultRunOptions, ...guest } },
      ...{ until: 'network', sequential: false, keep: 'never', signal: new AbortController().signal },
      reporters: [
        {
          onEvent: (event) => void (event.type === 'undo-ended' && undone.push(event.stepId)),
          onEnd: (_report, context) => {
            end = context;
          },
        },
      ],
    });
    const messages = ['report.json', 'junit.xml'].map((file) => `${join(folder, file)} could not be written`);
    expect(error).toMatchObject({ exitCode: 3, message: messages[0] });
    expect(end?.unwritten).toEqual(messages.map((message) => expect.objectContaining({ message })));
    expect(undone).toEqual(['network']);
    // No half of one could be taken for a report, and nothing marks the folder as a run's any more.
    expect(readdirSync(folder).sort()).toEqual(['report.html', 'summary.md']);
  });

  test('is refused before anything is made, when not even its owner can be noted', async () => {
    const folder = newFolder();
    symlinkSync('/dev/full', join(folder, 'owner.json.new'));
    const performed = performRun({
      run: { id: 'r1', folder, options: { ...defaultRunOptions, ...guest } },
      ...{ until: 'network', sequential: false, keep: 'never', reporters: [] },
      signal: new AbortController().signal,
    });
    await expect(performed).rejects.toMatchObject({
      exitCode: 3,
      message: `${join(folder, 'owner.json')} could not be written`,
    });
  });
});
