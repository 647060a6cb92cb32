import { describe, expect, test } from '@jest/globals';
import { installFlow } from './install-flow.ts';
import type { AnyStep } from './step.ts';
import type { StepId } from './step-outputs.ts';
import { stepsUntil, validateGraph } from './validate-graph.ts';

const step = (id: StepId, needs: readonly StepId[]): AnyStep => ({
  id,
  title: id,
  guideStep: 'before',
  needs,
  run: async () => id as never,
});

describe('validateGraph', () => {
  test('accepts the install flow, which holds the nine steps of the guide in order', () => {
    const steps = installFlow(() => undefined);
    expect(() => validateGraph(steps)).not.toThrow();
    expect(steps.map((one) => one.guideStep).filter((guideStep) => guideStep !== 'before')).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
  });

  test('refuses a need that no earlier step provides', () => {
    expect(() => validateGraph([step('aws', ['network']), step('network', [])])).toThrow(
      'Step aws needs network, which no step before it provides',
    );
  });

  test('refuses a step that is listed twice', () => {
    expect(() => validateGraph([step('aws', []), step('aws', [])])).toThrow('Step aws is listed twice');
  });
});

describe('stepsUntil', () => {
  test('has what a step runs beside: the issuer watches for definitions that cert-manager brings', () => {
    const steps = stepsUntil(
      installFlow(() => undefined),
      'issuer',
    );
    expect(steps.map(({ id }) => id)).toContain('cert-manager');
  });

  test('keeps the step and all it needs, directly or not, in order', () => {
    const steps = stepsUntil(
      installFlow(() => undefined),
      'iam-role',
    );
    expect(steps.map(({ id }) => id)).toEqual(['artifacts', 'network', 'cluster', 'aws', 'ca-hierarchy', 'iam-role']);
  });
});
