import type { RemainingWork } from '../flow/remaining-work.ts';
import { resetSteps } from '../flow/reset.ts';
import type { RunEventListener } from '../flow/run-events.ts';
import { type KeptRun, writeRunState } from '../flow/run-state.ts';
import { type FlowResult, type RunnerOptions, runFlow } from '../flow/runner.ts';
import { systemClock } from '../wait/clock.ts';

export interface RunRemainingOptions extends Pick<RunnerOptions, 'run' | 'sequential' | 'signal' | 'emit'> {
  readonly work: RemainingWork;
  /** The run as an earlier process kept it; undefined for a new one. */
  readonly kept: KeptRun | undefined;
  /** Told of what is removed to make way, which is no part of the run's own undoing. */
  readonly emitReset: RunEventListener;
}

/** Runs what is left of a flow: all of it, for a new run; for a kept one what is not done, once nothing is in its way. */
export async function runRemaining({ work, kept, emitReset, ...options }: RunRemainingOptions): Promise<FlowResult> {
  const { run } = options;
  const { alreadyDone } = work;
  if (kept === undefined) return runFlow({ ...options, steps: work.steps });
  const unfinished = [...work.steps.filter(({ id }) => !(id in alreadyDone)).map(({ id }) => id), ...work.abandoned];
  // From here on they may be half done: what is written down must be true however this process ends.
  await writeRunState({ ...kept, unfinished });
  const [error] = await resetSteps(work.toReset, { run, outputs: kept.outputs, emit: emitReset, clock: systemClock });
  if (error !== undefined) return { outputs: kept.outputs, error, unfinished, undo: async () => [] };
  const result = await runFlow({ ...options, steps: work.steps, alreadyDone });
  const { outputs } = kept;
  const abandoned = Object.fromEntries(work.abandoned.map((id) => [id, outputs[id]]));
  return {
    ...result,
    outputs: { ...abandoned, ...result.outputs },
    unfinished: [...result.unfinished, ...work.abandoned],
  };
}
