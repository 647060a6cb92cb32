import { describe, expect, test } from '@jest/globals';
import type { Progress } from '../artifacts/progress.ts';
import { defaultVersions } from '../artifacts/versions.ts';
import { ComponentError } from '../errors/harness-error.ts';
import type { StepSummary } from '../flow/run-events.ts';
import { RunRecord } from './run-record.ts';

const summary = (id: StepSummary['id'], guideStep: StepSummary['guideStep']): StepSummary => ({
  id,
  title: id,
  guideStep,
  needs: [],
});
const facts = {
  runId: 'r',
  outcome: 'failed',
  error: undefined,
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

  test('holds checks as they were made, with their step', () => {
    const record = new RunRecord();
    const check = { id: 'root-twice', title: 'It holds', outcome: 'passed', expected: 'x', observed: 'x' } as const;
    record.onEvent({ type: 'check', atMs: 0, stepId: 'istio', check });
    expect(record.report(facts).checks).toEqual([{ ...check, stepId: 'istio' }]);
  });

  test('holds what a step waited for, and what it saw last', () => {
    const record = new RunRecord();
    record.onEvent({ type: 'run-started', atMs: 0, runId: 'r', folder: 'f', steps: [summary('istio', 7)] });
    record.onEvent({ type: 'step-started', atMs: 0, stepId: 'istio' });
    record.onEvent({ type: 'step-waiting', atMs: 1_000, stepId: 'istio', waitingFor: 'istioctl' });
    record.onEvent({ type: 'step-waiting', atMs: 4_000, stepId: 'istio', waitingFor: 'istiod' });
    record.onEvent({ type: 'step-observed', atMs: 5_000, stepId: 'istio', observed: 'Pending' });
    record.onEvent({ type: 'step-observed', atMs: 6_000, stepId: 'istio', observed: 'Running' });
    record.onEvent({ type: 'step-ended', atMs: 6_500, stepId: 'istio', status: 'passed', durationMs: 6_500 });
    expect(record.report(facts).steps[0]?.waits).toEqual([
      { what: 'istioctl', startedAt: '1970-01-01T00:00:01.000Z', durationMs: 3_000 },
      { what: 'istiod', startedAt: '1970-01-01T00:00:04.000Z', durationMs: 2_500, lastObserved: 'Running' },
    ]);
  });

  test('holds what was built as waits of the step that builds, and nothing that was cached', () => {
    const record = new RunRecord();
    record.onEvent({ type: 'run-started', atMs: 0, runId: 'r', folder: 'f', steps: [summary('artifacts', 'before')] });
    const progress = (atMs: number, event: Progress) =>
      record.onEvent({ type: 'artifact-progress', atMs, progress: event });
    progress(100, { kind: 'started', unit: 'istio', title: 'Build Istio' });
    progress(200, { kind: 'started', unit: 'go', title: 'Find Go' });
    progress(201, { kind: 'ended', unit: 'go', outcome: 'cached', durationMs: 1 });
    progress(9_100, { kind: 'ended', unit: 'istio', outcome: 'built', durationMs: 9_000 });
    expect(record.report(facts).steps[0]?.waits).toEqual([
      { what: 'Build Istio', startedAt: '1970-01-01T00:00:00.100Z', durationMs: 9_000 },
    ]);
  });

  test('holds what was undone, and why something is left', () => {
    const record = new RunRecord();
    record.onEvent({ type: 'run-started', atMs: 0, runId: 'r', folder: 'f', steps: [summary('cluster', 'before')] });
    const error = new ComponentError('Could not undo it', { cause: new Error('Docker is gone') });
    record.onEvent({ type: 'undo-started', atMs: 7_000, stepId: 'cluster' });
    record.onEvent({ type: 'undo-ended', atMs: 8_000, stepId: 'cluster', durationMs: 1_000, error });
    expect(record.report(facts).undo).toEqual([
      {
        stepId: 'cluster',
        title: 'cluster',
        startedAt: '1970-01-01T00:00:07.000Z',
        durationMs: 1_000,
        error: 'Could not undo it\nbecause: Docker is gone',
      },
    ]);
  });

  test('tells what went wrong first, also outside of the steps, and what to do', () => {
    const error = new ComponentError('The run could not be kept', { remedy: 'Free some space.' });
    const { error: text, remedy } = new RunRecord().report({ ...facts, error });
    expect({ text, remedy }).toEqual({ text: 'The run could not be kept', remedy: 'Free some space.' });
  });

  test('has no secret of what a step, a check or an error has said', () => {
    const record = new RunRecord();
    record.onEvent({ type: 'run-started', atMs: 0, runId: 'r', folder: 'f', steps: [summary('istio', 7)] });
    record.onEvent({ type: 'step-started', atMs: 0, stepId: 'istio' });
    record.onEvent({ type: 'step-waiting', atMs: 0, stepId: 'istio', waitingFor: 'https://me:s3cret@host' });
    record.onEvent({ type: 'step-observed', atMs: 1, stepId: 'istio', observed: 'AWS_SECRET_ACCESS_KEY=s3cret' });
    const error = new ComponentError('--password s3cret', { cause: new Error('token=s3cret-of-helm'), remedy: 'None' });
    record.onEvent({ type: 'step-ended', atMs: 2, stepId: 'istio', status: 'failed', durationMs: 2, error });
    const report = JSON.stringify(record.report({ ...facts, error }));
    expect(report).not.toContain('s3cret');
    expect(report).toContain('--password ***\\nbecause: token=***');
  });
});
