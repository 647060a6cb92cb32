import type { AnyStep } from './step.ts';
import { type UndoOptions, undoSteps } from './undo.ts';

/**
 * Makes way for steps to be run once more on a run that stands: what they made is removed, last first. A step whose
 * work goes with another's is left to that one.
 *
 * @returns What could not be removed, in order.
 */
export function resetSteps(steps: readonly AnyStep[], options: UndoOptions): Promise<readonly unknown[]> {
  const reset = new Set(steps.map(({ id }) => id));
  const needed = steps.filter(({ again }) => again && !(again.goneWith && reset.has(again.goneWith)));
  return undoSteps(
    // One after the other: a reset may work through what an earlier step made.
    needed.map(({ again, ...step }) => ({ ...step, undoAfter: [...reset], ...(again ? { undo: again.reset } : {}) })),
    options,
  );
}
