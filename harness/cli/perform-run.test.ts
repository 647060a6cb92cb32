import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../errors/harness-error.ts';
import { defaultRunOptions } from '../flow/run.ts';
import type { RunReport } from '../reports/run-report.ts';
import { testFolder } from '../testing/test-folder.ts';
import { performRun } from './perform-run.ts';

describe('a run that ends with an error which says itself what is wrong', () => {
  test('is not looked into, and its report says so', async () => {
    const folder = testFolder('perform-run-');
    const artifactSettings = { ...defaultRunOptions.artifactSettings, checkouts: { issuer: '/src/issuer' } };
    const guest = { provider: 'existing', aws: 'real', artifacts: 'registry' } as const;
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
