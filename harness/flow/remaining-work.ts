import type { KeptRun } from './run-state.ts';
import { type AnyStep, titledFor } from './step.ts';
import type { StepId, StepOutputs } from './step-outputs.ts';
import { stepsUntil } from './validate-graph.ts';

/** What is to be done to go on with a kept run. */
export interface RemainingWork {
  /** All steps up to the wanted one. */
  readonly steps: readonly AnyStep[];
  /** Outputs of those that need not be run again. */
  readonly alreadyDone: Partial<StepOutputs>;
  /** Steps that were begun before and are run again: what they left is in the way. */
  readonly toReset: readonly AnyStep[];
  /** Steps beyond the wanted one that were begun and count no more, because what they stand on is made anew. */
  readonly abandoned: readonly StepId[];
}

/**
 * Plans how to go on with a kept run: steps that passed are done; with `from`, that step and everything that stands on
 * it are not, whatever they were before.
 */
export function remainingWork(
  steps: readonly AnyStep[],
  { run, outputs, unfinished = [] }: KeptRun,
  { until, from }: { readonly until: StepId; readonly from: StepId | undefined },
): RemainingWork {
  const flow = titledFor(run.options, steps);
  const anew = from === undefined ? new Set<StepId>() : standingOn(flow, from);
  const begun = new Set<StepId>([...(Object.keys(outputs) as StepId[]), ...unfinished]);
  const isDone = (id: StepId) => begun.has(id) && !unfinished.includes(id) && !anew.has(id);
  const wanted = stepsUntil(flow, until);
  const again = flow.filter(({ id }) => begun.has(id) && !isDone(id));
  return {
    steps: wanted,
    alreadyDone: pick(outputs, isDone),
    toReset: again.filter((step) => wanted.includes(step)),
    abandoned: again.filter((step) => !wanted.includes(step)).map(({ id }) => id),
  };
}

/** A step and all that need it or run beside it, directly or not. */
function standingOn(flow: readonly AnyStep[], from: StepId): ReadonlySet<StepId> {
  const found = new Set<StepId>([from]);
  for (const { id, needs, beside = [] } of flow) {
    if ([...needs, ...beside].some((other) => found.has(other))) found.add(id);
  }
  return found;
}

function pick(outputs: Partial<StepOutputs>, isWanted: (id: StepId) => boolean): Partial<StepOutputs> {
  return Object.fromEntries(Object.entries(outputs).filter(([id]) => isWanted(id as StepId)));
}
