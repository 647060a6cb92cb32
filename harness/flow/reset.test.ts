import { expect, test } from '@jest/globals';
import { systemClock } from '../wait/clock.ts';
import { resetSteps } from './reset.ts';
import { defaultRunOptions } from './run.ts';
import type { AnyStep } from './step.ts';
import type { StepId } from './step-outputs.ts';

test('steps are reset last first; what goes with another step is left to it, what has nothing to reset is passed over', async () => {
  const reset: string[] = [];
  const step = (id: StepId, goneWith?: StepId): AnyStep => ({
    ...{ id, title: id, guideStep: 'before', needs: [] },
    run: async () => ({ namespace: id }),
    again: { reset: async () => void reset.push(id), ...(goneWith ? { goneWith } : {}) },
  });
  const { again: _none, ...podChain } = step('pod-chain');
  const steps = [
    step('aws'),
    step('ca-hierarchy', 'aws'),
    step('issuer', 'cluster'),
    step('istio', 'cluster'),
    podChain,
  ];
  const errors = await resetSteps(steps, {
    run: { id: 'r1', folder: '', options: defaultRunOptions },
    outputs: {},
    emit: () => undefined,
    clock: systemClock,
  });
  expect({ reset, errors }).toEqual({ reset: ['istio', 'issuer', 'aws'], errors: [] });
});
