import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { failedReport, hostileReport, interruptedReport, passedReport } from '../testing/sample-reports.ts';
import { shapeOfInterface, shapeOfSchema } from '../testing/schema-shape.ts';
import { reportSchema } from './read-schema.ts';

const schema = JSON.parse(reportSchema());
const programTimeoutMs = 60_000;

/** @returns What the schema has against a report. */
function faultsOf(report: object): readonly string[] {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  const validate = ajv.compile(schema);
  validate(report);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

test(
  'the schema and the type RunReport say the same',
  () => {
    const file = fileURLToPath(new URL('../run-report.ts', import.meta.url));
    expect(shapeOfSchema(schema)).toEqual(shapeOfInterface(file, 'RunReport'));
  },
  programTimeoutMs,
);

describe('the schema takes what real runs have written', () => {
  test.each([
    ['passed', passedReport],
    ['failed', failedReport],
    ['interrupted', interruptedReport],
  ])('%s', (outcome, report) => {
    expect(report.outcome).toBe(outcome);
    expect(faultsOf(report)).toEqual([]);
  });

  test('and a report with every field', () => {
    expect(faultsOf(hostileReport)).toEqual([]);
  });

  test('and a field of a later version', () => {
    expect(faultsOf({ ...passedReport, later: true })).toEqual([]);
  });
});

describe('the schema refuses', () => {
  const { chain: _chain, ...withoutChain } = passedReport;
  const [step] = passedReport.steps;
  const cases: readonly (readonly [string, object, string])[] = [
    ['a report without its chain', withoutChain, " must have required property 'chain'"],
    ['another schema version', { ...passedReport, schemaVersion: 2 }, '/schemaVersion must be equal to constant'],
    [
      'an outcome that is none',
      { ...passedReport, outcome: 'ok' },
      '/outcome must be equal to one of the allowed values',
    ],
    ['a time without its zone', { ...passedReport, startedAt: '2026-11-24 12:00' }, '/startedAt must match pattern'],
    ['a guide step that is none', withStep({ ...step, guideStep: 10 }), '/steps/0/guideStep must be equal to one of'],
    ['a duration below nothing', withStep({ ...step, durationMs: -1 }), '/steps/0/durationMs must be >= 0'],
  ];

  test.each(cases)('%s', (_what, report, fault) => {
    expect(faultsOf(report)).toEqual([expect.stringContaining(fault)]);
  });

  function withStep(wrong: object): object {
    return { ...passedReport, steps: [wrong] };
  }
});
