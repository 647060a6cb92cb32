import { describe, expect, test } from '@jest/globals';
import type { V1Deployment } from '@kubernetes/client-node';
import { noneEnding, rolledOut } from './rollout.ts';

function deployment(generations: readonly [number, number], status: V1Deployment['status']): V1Deployment {
  const [generation, observedGeneration] = generations;
  const spec = { replicas: 2, selector: {}, template: {} };
  return { metadata: { name: 'istiod', generation }, spec, status: { ...status, observedGeneration } };
}

const complete = { replicas: 2, updatedReplicas: 2, availableReplicas: 2 };

describe('a rollout', () => {
  test('is done with as many new and available pods as asked for, and no other', () => {
    expect(rolledOut([deployment([3, 3], complete)]).done).toBe(true);
  });

  test('has not begun while the controller has not seen the new template', () => {
    expect(rolledOut([deployment([4, 3], complete)])).toEqual({
      done: false,
      observed: 'its controller has not seen it',
    });
  });

  test.each([
    ['an old pod still counts', { ...complete, replicas: 3 }, '2 new, 2 available, 3 in all'],
    ['a new pod is not there yet', { ...complete, updatedReplicas: 1 }, '1 new, 2 available, 2 in all'],
    ['a new pod is not available', { ...complete, availableReplicas: 1 }, '2 new, 1 available, 2 in all'],
  ])('goes on while %s', (_what, status, seen) => {
    expect(rolledOut([deployment([3, 3], status)])).toEqual({ done: false, observed: `2 asked for: ${seen}` });
  });

  test('waits for a Deployment that does not exist', () => {
    expect(rolledOut([]).done).toBe(false);
  });
});

describe('former pods', () => {
  test('have ended once none is on its way out', () => {
    const ending = { metadata: { name: 'ratings-1', deletionTimestamp: new Date() } };
    const serving = { metadata: { name: 'ratings-2' } };
    expect(noneEnding([ending, serving])).toEqual({ done: false, observed: 'ratings-1' });
    expect(noneEnding([serving]).done).toBe(true);
  });
});
