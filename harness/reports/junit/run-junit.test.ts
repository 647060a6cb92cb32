import { describe, expect, test } from '@jest/globals';
import type { RunReport } from '../run-report.ts';
import { failedReport, hostileReport, interruptedReport, passedReport } from '../testing/sample-reports.ts';
import { runJunit } from './run-junit.ts';

const count = (text: string, piece: string) => text.split(piece).length - 1;
const suiteLine = (xml: string) => xml.split('\n').find((line) => line.includes('<testsuite ')) ?? '';

test('a run that passed has a case for each step and each undo, and no failure', () => {
  const xml = runJunit(passedReport);
  const cases = passedReport.steps.length + (passedReport.undo?.length ?? 0);
  expect(count(xml, '<testcase ')).toBe(cases);
  expect(suiteLine(xml)).toContain(`tests="${cases}" failures="0" errors="0" skipped="0"`);
  expect(suiteLine(xml)).toContain('timestamp="2026-11-24T12:59:10"');
  expect(xml).toContain('<property name="Kubernetes" value="1.34.4"/>');
  expect(xml).toContain('<testcase name="7. Install Istio" classname="pca-e2e.steps" time="7.606"/>');
});

describe('a run that failed', () => {
  const xml = runJunit(failedReport);

  test('tells the real error of the step', () => {
    expect(xml).toContain('type="step-failed">Waited 2 m 00 s for AWSPCAIssuer aws-pca-issuer-istio to be Ready');
  });

  test('tells what could not be undone, as a failure of its own', () => {
    expect(xml).toContain('<testcase name="Undo: Create the CA hierarchy in AWS PCA" classname="pca-e2e.undo"');
    expect(xml).toContain('because: connect ECONNREFUSED');
    expect(suiteLine(xml)).toContain('failures="2"');
  });

  test('tells the steps that never started as skipped', () => {
    expect(count(xml, '<skipped message="never started"/>')).toBe(4);
  });
});

test('failed checks are told with what was expected and observed, once', () => {
  const check = { id: 'c', title: 'It holds', outcome: 'failed', expected: 'yes', observed: 'no' } as const;
  const withError = (error: string): RunReport => ({
    ...passedReport,
    outcome: 'failed',
    checks: [{ ...check, stepId: 'istio' }],
    steps: passedReport.steps.map((step) => (step.id === 'istio' ? { ...step, status: 'failed', error } : step)),
  });
  expect(runJunit(withError('Another error'))).toContain(
    'type="failed-checks">Another error\n\nCheck failed: It holds\n  expected: yes\n  observed: no</failure>',
  );
  expect(runJunit(withError('1 of its checks failed\nIt holds: expected yes, observed no'))).toContain(
    'type="failed-checks">1 of its checks failed\nIt holds: expected yes, observed no</failure>',
  );
});

describe('what did not pass never looks like a success', () => {
  test('an interrupted run fails, and the steps it cut short say so', () => {
    const xml = runJunit(interruptedReport);
    expect(xml).toContain('<skipped message="cut short: the run was interrupted"/>');
    expect(xml).toContain('type="interrupted">Interrupted (SIGINT)</failure>');
    expect(suiteLine(xml)).toContain('failures="1"');
  });

  test('a run that failed outside of its steps fails', () => {
    const xml = runJunit({ ...passedReport, outcome: 'failed', error: 'The run could not be kept' });
    expect(xml).toContain('type="failed">The run could not be kept</failure>');
  });
});

test('hostile text stays text', () => {
  const xml = runJunit(hostileReport);
  expect(xml).not.toContain('<img');
  expect(xml).toContain('&lt;/script&gt;&lt;img src=x onerror=&quot;alert(');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
});
