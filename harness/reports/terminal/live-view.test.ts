import { describe, expect, test } from '@jest/globals';
import type { RunEvent } from '../../flow/run-events.ts';
import { liveView } from './live-view.ts';
import { ProgressModel } from './progress-model.ts';
import { styleFor } from './style.ts';

const plain = styleFor({ isTTY: false }, {});
const summary = (id: 'cluster' | 'aws' | 'istio', title: string) =>
  ({ id, title, guideStep: 'before', needs: [] }) as const;

function modelOf(...events: readonly RunEvent[]): ProgressModel {
  const model = new ProgressModel();
  for (const event of events) model.onEvent(event);
  return model;
}

const twoSteps = modelOf(
  {
    type: 'run-started',
    atMs: 0,
    runId: 'r1',
    folder: 'out',
    steps: [summary('cluster', 'Kubernetes cluster'), summary('aws', 'AWS account'), summary('istio', 'Install Istio')],
    alreadyDone: ['istio'],
  },
  { type: 'step-started', atMs: 0, stepId: 'cluster' },
  { type: 'step-waiting', atMs: 1_000, stepId: 'cluster', waitingFor: 'the node to be Ready' },
  {
    type: 'step-observed',
    atMs: 1_500,
    stepId: 'cluster',
    observed: 'Ready=False (KubeletNotReady: the network is not up)',
  },
  { type: 'step-started', atMs: 2_000, stepId: 'aws' },
);

describe('the live view', () => {
  test('shows what runs side by side, what it waits for and since when, and how much is done', () => {
    expect(liveView(twoSteps, { columns: 80, rows: 24 }, 4_000, plain)).toEqual([
      '⋯     4.0 s  Kubernetes cluster',
      '             for the node to be Ready, 3.0 s: Ready=False (KubeletNotReady: th…',
      '⋯     2.0 s  AWS account',
      '1 of 3 steps done, 4.0 s',
    ]);
  });

  test('takes one line for each where there is no room for two, and tells what it leaves out', () => {
    expect(liveView(twoSteps, { columns: 60, rows: 9 }, 4_000, plain)).toEqual([
      '⋯     4.0 s  Kubernetes cluster  for the node to be Ready,…',
      '⋯     2.0 s  AWS account',
      '1 of 3 steps done, 4.0 s',
    ]);
    expect(liveView(twoSteps, { columns: 60, rows: 8 }, 4_000, plain).at(-1)).toBe(
      'and 1 more under way; 1 of 3 steps done, 4.0 s',
    );
  });

  test.each([40, 60, 80, 120])('fits %d columns', (columns) => {
    const lines = liveView(twoSteps, { columns, rows: 24 }, 4_000, plain);
    expect(lines.filter((line) => line.length >= columns)).toEqual([]);
  });

  test('shows builds below the step that needs them, with their last line, and counts what is ready', () => {
    const model = modelOf(
      { type: 'step-started', atMs: 0, stepId: 'artifacts' },
      { type: 'artifact-progress', atMs: 0, progress: { kind: 'started', unit: 'istio', title: 'Istio 1.31' } },
      { type: 'artifact-progress', atMs: 0, progress: { kind: 'line', unit: 'istio', text: 'go build ./pilot' } },
      { type: 'artifact-progress', atMs: 0, progress: { kind: 'started', unit: 'kind', title: 'kind' } },
      {
        type: 'artifact-progress',
        atMs: 0,
        progress: { kind: 'ended', unit: 'kind', outcome: 'built', durationMs: 9 },
      },
    );
    expect(liveView(model, { columns: 80, rows: 24 }, 1_000, plain)).toEqual([
      '⋯     1.0 s  artifacts',
      '             1 part ready',
      '⋯     1.0 s    Istio 1.31',
      '               go build ./pilot',
      '0 of 0 steps done, 1.0 s',
    ]);
  });
});
