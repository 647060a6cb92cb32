import { describe, expect, test } from '@jest/globals';
import { styleFor } from '../../reports/terminal/style.ts';
import { everyOutcome } from '../testing/sample-matrix.ts';
import { matrixTable } from './matrix-table.ts';

const plain = styleFor({ isTTY: false }, {});
const tableOf = (text?: string) => matrixTable(everyOutcome(text), '/runs/matrix', plain);

describe("a matrix's table", () => {
  test('has a line per combination, with its cause below it', () => {
    expect(tableOf().split('\n').slice(1, 8)).toEqual([
      '  cert-manager    issuer          Istio           Kubernetes                Time',
      '✓ 1.21.2          1.11.0          1.31            1.34.4                  41.2 s',
      '✗ 1.21.2          1.12.0          1.31            1.34.4                1 m 33 s',
      '  The role is refused',
      '■ 1.21.2          1.13.0          1.31            1.34.4                  12.0 s',
      '  Interrupted (SIGINT)',
      '○ 1.21.2          ../a/ve…issuer  1.31            1.34.4                 not run',
    ]);
  });

  test('ends with the changes, the verdict and where the reports are', () => {
    const text = tableOf();
    expect(text).toContain('Against the baseline of 2026-11-20 12:00 UTC');
    expect(text).toContain('1.34.4                  slower\n  slower: 41.2 s, was 30.0 s');
    expect(text).toContain('1.34.4           newly failing');
    expect(text).toContain(
      '✗ Failed: 1 of 4 combinations\n4 combinations: 1 passed, 1 failed, 1 interrupted, 1 not run',
    );
    expect(text).toMatch(/Reports: \/runs\/matrix$/);
  });

  test('is at most 80 columns wide, whatever a cause has to say', () => {
    const lines = tableOf('word '.repeat(60)).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
