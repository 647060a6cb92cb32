import { describe, expect, test } from '@jest/globals';
import { ComponentError, InterruptedError } from '../errors/harness-error.ts';
import { failedReport, hostileReport, interruptedReport, passedReport } from '../reports/testing/sample-reports.ts';
import { resultOf, resultOfError } from './cell-result.ts';

describe('the cause of a cell', () => {
  test('is the first diagnosis, with its remedy', () => {
    const [diagnosis] = hostileReport.diagnosis;
    const { cause, remedy, error } = resultOf({ report: hostileReport, exitCode: 4 });
    expect({ cause, remedy, error }).toEqual({
      cause: diagnosis?.cause,
      remedy: diagnosis?.remedy,
      error: hostileReport.error,
    });
  });

  test("is the error's first line where there is no diagnosis", () => {
    const { cause, error } = resultOf({ report: { ...failedReport, diagnosis: [] }, exitCode: 4 });
    expect(cause).toBe(failedReport.error?.split('\n')[0]);
    expect(error).toBe(failedReport.error);
  });

  test('is nothing for a cell that passed', () => {
    expect(resultOf({ report: passedReport, exitCode: 0 })).toEqual({
      outcome: 'passed',
      exitCode: 0,
      durationMs: passedReport.durationMs,
      cause: null,
    });
  });

  test('is the interrupt for one that was interrupted', () => {
    expect(resultOf({ report: interruptedReport, exitCode: 130 })).toMatchObject({
      outcome: 'interrupted',
      cause: expect.stringContaining('Interrupted'),
    });
  });

  test('is the error, with all of its causes, where there was no run', () => {
    const error = new ComponentError('It cannot begin', { cause: new Error('no space'), remedy: 'Make room.' });
    expect(resultOfError(error, 12.4)).toEqual({
      outcome: 'failed',
      exitCode: 4,
      durationMs: 12,
      cause: 'It cannot begin',
      error: 'It cannot begin\nbecause: no space',
      remedy: 'Make room.',
    });
    expect(resultOfError(new InterruptedError('Interrupted (SIGINT)'), 1)).toMatchObject({ outcome: 'interrupted' });
  });
});
