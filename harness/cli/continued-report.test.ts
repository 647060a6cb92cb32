import { expect, test } from '@jest/globals';
import type { CheckReport, RunReport, StepReport } from '../reports/run-report.ts';
import { continuedReport } from './continued-report.ts';

const step = (id: string, status: StepReport['status'], startedAt: string | null): StepReport => ({
  ...{ id, title: id, guideStep: 'before', status, startedAt, durationMs: 1 },
});
const check = (id: string, stepId: string): CheckReport => ({
  ...{ id, stepId, title: id, outcome: 'passed', expected: '', observed: '' },
});
const report = (steps: readonly StepReport[], checks: RunReport['checks']) =>
  ({ outcome: 'passed', steps, checks }) as unknown as RunReport;

test('the report of a run that was gone on with tells what was done before as it was told then', () => {
  const earlier = report(
    [step('cluster', 'passed', 'T1'), step('istio', 'failed', 'T2')],
    [check('node', 'cluster'), check('old', 'istio')],
  );
  const now = report([step('cluster', 'skipped', null), step('istio', 'passed', 'T3')], [check('new', 'istio')]);
  const { steps, checks } = continuedReport(now, earlier, { cluster: {} });
  expect(steps).toEqual([step('cluster', 'passed', 'T1'), step('istio', 'passed', 'T3')]);
  expect(checks.map(({ id }) => id)).toEqual(['node', 'new']);
});

test('of a new run it is the report as it is', () => {
  const now = report([step('cluster', 'passed', 'T1')], []);
  expect(continuedReport(now, undefined, {})).toBe(now);
});
