import { describe, expect, test } from '@jest/globals';
import { failedReport, interruptedReport, passedReport } from './testing/sample-reports.ts';
import { addressOf, headlineOf, namedVersions, summaryOf } from './wording.ts';

describe('the headline names', () => {
  const undone = passedReport.undo?.map((each) => ({ ...each, error: 'Docker is gone' })) ?? [];

  test.each([
    ['nothing but the success', passedReport, 'Passed'],
    ['the step that failed', failedReport, 'Failed: 5. Configure the AWSPCAIssuer'],
    ['the interrupt', interruptedReport, 'Interrupted'],
    [
      'what is left',
      { ...passedReport, outcome: 'failed', undo: undone } as const,
      'Failed: not undone: Create the CA hierarchy in AWS PCA',
    ],
    ['the failure alone where no step failed', { ...passedReport, outcome: 'failed' } as const, 'Failed'],
  ])('%s', (_what, report, headline) => {
    expect(headlineOf(report)).toBe(headline);
  });
});

test('the summary counts steps and checks', () => {
  expect(summaryOf(failedReport)).toBe('8 of 13 steps passed and 7 checks held in 2 m 15 s.');
});

test('a version that this harness does not know keeps its own name', () => {
  expect(namedVersions({ certManager: '1.21.2', ztunnel: '1.31' })).toEqual([
    ['cert-manager', '1.21.2'],
    ['ztunnel', '1.31'],
  ]);
});

describe('the address of a reference', () => {
  test.each([
    ['istio/istio#39001', 'https://github.com/istio/istio/issues/39001'],
    ['https://docs.aws.amazon.com/privateca/', 'https://docs.aws.amazon.com/privateca/'],
    ['http://example.org', undefined],
    ['javascript:alert(1)', undefined],
    ['https://example.org <b>', undefined],
    ['the guide, step 2', undefined],
  ])('%s', (reference, address) => {
    expect(addressOf(reference)).toBe(address);
  });
});
