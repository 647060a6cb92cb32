import { expect, test } from '@jest/globals';
import { UndoRecord } from './undo-record.ts';

test('what was undone is recorded with its title, its note and its error', () => {
  const record = new UndoRecord();
  const step = { id: 'cluster', title: 'Kubernetes cluster', guideStep: 'before', needs: [] } as const;
  record.onEvent({ type: 'run-started', atMs: 0, runId: 'r1', folder: '/out', steps: [step] });
  record.onEvent({ type: 'undo-started', atMs: 0, stepId: 'cluster' });
  record.onEvent({ type: 'undo-ended', atMs: 1, stepId: 'cluster', durationMs: 1.4, note: 'all are there' });
  record.onEvent({ type: 'undo-ended', atMs: 2, stepId: 'aws', durationMs: 1, error: new Error('no answer') });
  expect(record.steps).toEqual([
    { stepId: 'cluster', title: 'Kubernetes cluster', durationMs: 1, note: 'all are there' },
    { stepId: 'aws', title: 'aws', durationMs: 1, error: 'no answer' },
  ]);
});
