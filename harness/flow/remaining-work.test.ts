import { describe, expect, test } from '@jest/globals';
import { remainingWork } from './remaining-work.ts';
import { defaultRunOptions } from './run.ts';
import type { KeptRun } from './run-state.ts';
import type { AnyStep } from './step.ts';
import type { StepId } from './step-outputs.ts';

const step = (id: StepId, needs: readonly StepId[], beside: readonly StepId[] = []): AnyStep => ({
  ...{ id, title: id, guideStep: 'before', needs, beside },
  run: async () => ({ namespace: id }),
});

const flow = [
  step('cluster', []),
  step('aws', []),
  step('cert-manager', ['cluster']),
  step('issuer', ['cluster', 'aws'], ['cert-manager']),
  step('istio-ca', ['issuer']),
  step('istio', ['istio-ca']),
];

function keptRun(passed: readonly StepId[], unfinished: readonly StepId[] = []): KeptRun {
  const outputs = Object.fromEntries(passed.map((id) => [id, { namespace: id }]));
  return { run: { id: 'r1', folder: 'out', options: defaultRunOptions }, outputs, unfinished };
}

function planned(kept: KeptRun, until: StepId, from?: StepId) {
  const { steps, alreadyDone, toReset, abandoned } = remainingWork(flow, kept, { until, from });
  const toRun = steps.filter(({ id }) => !(id in alreadyDone));
  return { toRun: toRun.map(({ id }) => id), toReset: toReset.map(({ id }) => id), abandoned };
}

describe('going on with a kept run', () => {
  test('runs the steps up to the wanted one that did not pass, and nothing is in their way', () => {
    const kept = keptRun(['cluster', 'aws', 'cert-manager', 'issuer']);
    expect(planned(kept, 'istio')).toEqual({ toRun: ['istio-ca', 'istio'], toReset: [], abandoned: [] });
  });

  test('a step that failed is reset and run again, also when it left an output', () => {
    const kept = keptRun(['cluster', 'aws', 'cert-manager', 'issuer'], ['issuer']);
    expect(planned(kept, 'issuer')).toEqual({ toRun: ['issuer'], toReset: ['issuer'], abandoned: [] });
  });

  test('from a step on, it and all that stands on it is reset and run again; what runs beside it too', () => {
    const kept = keptRun(['cluster', 'aws', 'cert-manager', 'issuer', 'istio-ca']);
    expect(planned(kept, 'istio', 'cert-manager')).toEqual({
      toRun: ['cert-manager', 'issuer', 'istio-ca', 'istio'],
      toReset: ['cert-manager', 'issuer', 'istio-ca'],
      abandoned: [],
    });
  });

  test('what stands on it beyond the wanted step counts no more', () => {
    const kept = keptRun(['cluster', 'aws', 'cert-manager', 'issuer', 'istio-ca', 'istio']);
    expect(planned(kept, 'istio-ca', 'issuer')).toEqual({
      toRun: ['issuer', 'istio-ca'],
      toReset: ['issuer', 'istio-ca'],
      abandoned: ['istio'],
    });
  });

  test('a new run has everything before it', () => {
    expect(planned(keptRun([]), 'aws')).toEqual({ toRun: ['aws'], toReset: [], abandoned: [] });
  });
});
