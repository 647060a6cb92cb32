import { describe, expect, test } from '@jest/globals';
import { ComponentError, MachineError } from '../../errors/harness-error.ts';
import { failedReport, interruptedReport, passedReport } from '../testing/sample-reports.ts';
import { runSummary } from './run-summary.ts';
import { styleFor } from './style.ts';

const plain = styleFor({ isTTY: false }, {});
const error = new ComponentError('it broke');
const context = { folder: 'runs/x', error, kept: false, chainPem: undefined };
const finding = {
  id: 'ca-disabled',
  cause: 'The certificate authority is disabled.',
  evidence: ['CA arn:x: is DISABLED'],
  remedy: 'Enable it.',
  references: ['guide, step 2'],
};

describe('the summary of a failed run', () => {
  test('names the cause after the error, with what was seen and what to do', () => {
    const summary = runSummary({ ...failedReport, diagnosis: [finding] }, context, plain);
    expect(summary).toMatch(
      /Error: it broke\n\nDiagnosis\n\n1\. The certificate authority is disabled\.\n {3}seen {2}CA arn:x: is DISABLED\n {3}do {4}Enable it\./,
    );
  });

  test('says that no known cause fits, and where the evidence is', () => {
    const summary = runSummary({ ...failedReport, diagnosis: [] }, context, plain);
    expect(summary).toContain('No known cause fits what was seen. It is all in runs/x/evidence.');
  });

  test('names what could not be written, each once', () => {
    const unwritten = [new MachineError('runs/x/report.json could not be written'), error];
    const summary = runSummary({ ...failedReport, undiagnosed: true }, { ...context, unwritten }, plain);
    expect(summary).toContain('Error: it broke\nruns/x/report.json could not be written\nRun folder: runs/x');
  });

  test('leaves an error alone that says itself what is wrong', () => {
    const summary = runSummary({ ...failedReport, diagnosis: [], undiagnosed: true }, context, plain);
    expect(summary).toContain('Error: it broke');
    expect(summary).not.toMatch(/No known cause|evidence/);
  });

  test('tells of a diagnosis that failed itself, and hides no error behind it', () => {
    const evidenceError = new Error('disk full');
    const summary = runSummary({ ...failedReport, diagnosis: [] }, { ...context, evidenceError }, plain);
    expect(summary).toContain('Error: it broke');
    expect(summary).toContain('The evidence could not be collected in full:\nError: disk full');
  });
});

test.each([
  ['passed', passedReport],
  ['interrupted', interruptedReport],
])('a run that %s has no diagnosis', (_, report) => {
  expect(runSummary({ ...report, diagnosis: [] }, { ...context, error: undefined }, plain)).not.toMatch(
    /cause|Diagnosis/,
  );
});
