import { describe, expect, test } from '@jest/globals';
import { failedReport, hostileReport, interruptedReport, passedReport } from '../testing/sample-reports.ts';
import { sampleScenarios } from '../testing/sample-scenarios.ts';
import { runMarkdown } from './run-markdown.ts';
import { scenarioMarkdown } from './scenario-markdown.ts';

test('a run that passed tells its sum, its chain with the serials, its steps and versions', () => {
  const markdown = runMarkdown(passedReport);
  expect(markdown).toMatch(/^## ✅ Passed\n\n13 steps passed and 48 checks held in 30\.1 s\./);
  expect(markdown).toContain('signed by ac | <code>322131920389344751307426235191259358947</code><br><code>f25859e5');
  expect(markdown).toContain('<code>ae</code> is the root once more');
  expect(markdown).toContain('| ✅ | 7. Install Istio | 7.6 s |');
  expect(markdown).toContain('| cert-manager | <code>1.21.2</code> |');
  expect(markdown).not.toContain('Failed');
});

test('a run that failed tells each error in its own words, also of undoing', () => {
  const markdown = runMarkdown(failedReport);
  expect(markdown).toContain('## ❌ Failed: 5. Configure the AWSPCAIssuer');
  expect(markdown).toContain('### 5. Configure the AWSPCAIssuer\n\n```text\nWaited 2 m 00 s for AWSPCAIssuer');
  expect(markdown).toContain('### Undo: Create the CA hierarchy in AWS PCA\n\n```text\nCould not undo');
  expect(markdown).toContain('| ⚪ | 7. Install Istio | not run |');
});

test('an interrupted run says so', () => {
  expect(runMarkdown(interruptedReport)).toMatch(/^## ⏹️ Interrupted\n[\s\S]*```text\nInterrupted \(SIGINT\)\n```/);
});

describe('a diagnosis and failed checks', () => {
  const markdown = runMarkdown(hostileReport);

  test('come before the errors, with links to threads and pages alone', () => {
    expect(markdown.indexOf('### Cause:')).toBeLessThan(markdown.indexOf('### Failed checks'));
    expect(markdown).toContain('(<https://github.com/cert-manager/aws-privateca-issuer/issues/424>)');
    expect(markdown).toContain('(<https://example.org/a?b=c&d=%22e%22>)');
    expect(markdown).not.toContain('](<javascript');
  });

  test('are text, whatever they hold', () => {
    const outsideOfBlocks = markdown.replace(/^(`{3,})text\n[\s\S]*?^\1$/gm, '');
    expect(outsideOfBlocks).not.toMatch(/<img|\*\*bold|<\/script/);
    const row = markdown.split('\n').find((line) => line.includes('The policy')) ?? '';
    expect(row.match(/\|/g)).toHaveLength(4);
  });
});

test('the scenarios are told in sum, failed ones with their errors', () => {
  const markdown = scenarioMarkdown(sampleScenarios);
  expect(markdown).toMatch(/^## ❌ 3 scenarios failed\n\n1 test passed, 1 failed, 1 skipped in 1 m 36 s\./);
  expect(markdown).toContain('**is noticed**\n\n```text\nexpected <new>, saw <old> | 3 times\nat 12:01\n```');
  expect(markdown).toContain(
    '### a set-up that never came up\n\nIt failed outside of its tests.\n\nThe run it stood on is reported in <code>runs/20261124-120000-zz9z</code>.',
  );
});
