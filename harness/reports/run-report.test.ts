import { describe, expect, test } from '@jest/globals';
import { defaultVersions } from '../artifacts/versions.ts';
import type { StepSummary } from '../flow/run-events.ts';
import { RunRecord } from './run-report.ts';

const summary = (id: StepSummary['id'], guideStep: StepSummary['guideStep']): StepSummary => ({
  id,
  title: id,
  guideStep,
  needs: [],
});
const facts = {
  runId: 'r',
  outcome: 'failed',
  versions: defaultVersions,
  provider: 'kind',
  aws: 'mock',
  chain: [],
  endedAtMs: 5_000,
} as const;

describe('RunRecord', () => {
  test('holds every step in the order of the flow, also those that never started', () => {
    const record = new RunRecord();
    const steps = [summary('network', 'before'), summary('cert-manager', 1), summary('istio', 7)];
    record.onEvent({ type: 'run-started', atMs: 1_000, runId: 'r', folder: 'f', steps });
    record.onEvent({ type: 'step-started', atMs: 2_000, stepId: 'network' });
    record.onEvent({ type: 'step-ended', atMs: 2_500, stepId: 'network', status: 'passed', durationMs: 500.4 });
    record.onEvent({ type: 'step-started', atMs: 2_500, stepId: 'cert-manager' });
    record.onEvent({
      type: 'step-ended',
      atMs: 4_000,
      stepId: 'cert-manager',
      status: 'failed',
      durationMs: 1_500,
      error: new Error('no disk'),
    });
    record.onEvent({ type: 'step-ended', atMs: 4_000, stepId: 'istio', status: 'skipped', durationMs: 0 });
    const report = record.report(facts);
    expect(report.steps).toEqual([
      {
        id: 'network',
        title: 'network',
        guideStep: 'before',
        status: 'passed',
        startedAt: '1970-01-01T00:00:02.000Z',
        durationMs: 500,
      },
      {
        id: 'cert-manager',
        title: 'cert-manager',
        guideStep: 1,
        status: 'failed',
        startedAt: '1970-01-01T00:00:02.500Z',
        durationMs: 1_500,
        error: 'no disk',
      },
      { id: 'istio', title: 'istio', guideStep: 7, status: 'skipped', startedAt: null, durationMs: 0 },
    ]);
    expect(report.durationMs).toBe(4_000);
  });

  test('holds checks as they were made', () => {
    const record = new RunRecord();
    const check = { id: 'c', title: 'It holds', outcome: 'passed', expected: 'x', observed: 'x' } as const;
    record.onEvent({ type: 'check', atMs: 0, stepId: 'istio', check });
    expect(record.report(facts).checks).toEqual([check]);
  });
});
