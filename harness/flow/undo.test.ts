import { describe, expect, test } from '@jest/globals';
import { systemClock } from '../wait/clock.ts';
import { installFlow } from './install-flow.ts';
import { defaultRunOptions, type Run } from './run.ts';
import type { AnyStep } from './step.ts';
import type { StepId } from './step-outputs.ts';
import { downCommand, undoSteps } from './undo.ts';

const run: Run = { id: 'r1', folder: '/runs/r 1', options: defaultRunOptions };
const flow = installFlow(() => undefined);

/** The flow's own steps, whose undo does nothing but wait for `gate`, and notes its end. */
function undoable(log: string[], gate: (id: StepId) => Promise<unknown>): readonly AnyStep[] {
  return flow.map((step) => ({
    ...step,
    ...(step.undo === undefined
      ? {}
      : {
          undo: async () => {
            await gate(step.id);
            log.push(step.id);
          },
        }),
  }));
}

const undo = (steps: readonly AnyStep[]) =>
  undoSteps(steps, { run, outputs: {}, emit: () => undefined, clock: systemClock });

describe("undoing the install flow's steps", () => {
  test('what AWS holds does not wait for the cluster to go', async () => {
    const log: string[] = [];
    const awsIsUndone = Promise.withResolvers<void>();
    const steps = undoable(log, async (id) => {
      if (id === 'aws') awsIsUndone.resolve();
      if (id === 'cluster') await awsIsUndone.promise;
    });
    expect(await undo(steps)).toEqual([]);
    expect(log).toEqual(['iam-role', 'ca-hierarchy', 'aws', 'cluster', 'network']);
  });

  test('the account goes after what is in it, the network after what is on it', async () => {
    const log: string[] = [];
    const clusterIsUndone = Promise.withResolvers<void>();
    const steps = undoable(log, async (id) => {
      if (id === 'cluster') clusterIsUndone.resolve();
      if (id === 'ca-hierarchy') await clusterIsUndone.promise;
    });
    await undo(steps);
    expect(log).toEqual(['iam-role', 'cluster', 'ca-hierarchy', 'aws', 'network']);
  });

  test('one that fails does not keep the others from being undone, and names the command for what is left', async () => {
    const log: string[] = [];
    const errors = await undo(
      undoable(log, async (id) => {
        if (id === 'ca-hierarchy') throw new Error('AWS is away');
      }),
    );
    expect(log).toEqual(['iam-role', 'cluster', 'aws', 'network']);
    expect(errors).toEqual([
      expect.objectContaining({
        message: 'Could not undo "Create the CA hierarchy in AWS PCA"',
        remedy: "Run `npx pca-e2e down --run-dir '/runs/r 1'` once the cause is gone.",
      }),
    ]);
  });
});

test('the command for what is left names the folder; of a run without one, its id', () => {
  expect(downCommand({ ...run, folder: '' })).toBe('npx pca-e2e down --run-id r1');
});
