import { ComponentError, HarnessError } from '../errors/harness-error.ts';
import { quoteCommand } from '../process/quote-command.ts';
import type { Clock } from '../wait/clock.ts';
import { formatDurationMs } from '../wait/duration.ts';
import type { Run } from './run.ts';
import type { RunEventListener } from './run-events.ts';
import type { AnyStep } from './step.ts';
import type { StepId, StepOutputs } from './step-outputs.ts';

export interface UndoOptions {
  readonly run: Run;
  readonly outputs: Partial<StepOutputs>;
  readonly emit: RunEventListener;
  readonly clock: Clock;
}

/** Each step's own budget for undoing: a run that used up its time must still be able to clean up. */
const defaultUndoBudgetMs = 25_000;

/**
 * Undoes steps side by side, the last started first, each as soon as those are undone that it comes after: what is left
 * in AWS costs money and outlives the machine, so it waits for no cluster's removal. One that fails does not keep the
 * others from being undone.
 *
 * @param started - In an order in which a step comes before those whose undo it comes after.
 * @returns What could not be undone, in reverse order.
 */
export async function undoSteps(started: readonly AnyStep[], options: UndoOptions): Promise<readonly unknown[]> {
  const undone = new Map<StepId, Promise<unknown>>();
  for (const step of started.toReversed()) {
    if (!step.undo) continue;
    const before = (step.undoAfter ?? []).map((id) => undone.get(id));
    undone.set(step.id, undoAfter(before, step, options));
  }
  return (await Promise.all(undone.values())).filter((error) => error !== undefined);
}

/** @returns Why the step could not be undone, or undefined. */
async function undoAfter(
  before: readonly (Promise<unknown> | undefined)[],
  step: AnyStep,
  options: UndoOptions,
): Promise<unknown> {
  await Promise.all(before);
  const startedMs = options.clock.monotonicMs();
  options.emit({ type: 'undo-started', atMs: Date.now(), stepId: step.id });
  const { note, error } = await undoOne(step, options);
  options.emit({
    type: 'undo-ended',
    atMs: Date.now(),
    stepId: step.id,
    durationMs: options.clock.monotonicMs() - startedMs,
    ...(note === undefined ? {} : { note }),
    ...(error === undefined ? {} : { error }),
  });
  return error;
}

async function undoOne(step: AnyStep, { run, outputs, emit }: UndoOptions): Promise<Undone> {
  const budgetMs = step.undoBudgetMs ?? defaultUndoBudgetMs;
  const timeout = AbortSignal.timeout(budgetMs);
  try {
    const note = await step.undo?.({
      ...{ run, outputs, signal: timeout },
      waitingFor: (waitingFor) => emit({ type: 'undo-waiting', atMs: Date.now(), stepId: step.id, waitingFor }),
      observed: (observed) => emit({ type: 'undo-observed', atMs: Date.now(), stepId: step.id, observed }),
    });
    return note ? { note } : {};
  } catch (cause) {
    const why = timeout.aborted ? ` within ${formatDurationMs(budgetMs)}` : '';
    const error = new ComponentError(`Could not undo "${step.title}"${why}`, {
      cause,
      remedy: [
        ...(cause instanceof HarnessError && cause.remedy !== undefined ? [cause.remedy] : []),
        `Run \`${downCommand(run)}\` once the cause is gone.`,
      ].join(' '),
    });
    return { error };
  }
}

/** The command that removes what is left of a run. One that is known by Docker's labels alone has no folder. */
export const downCommand = ({ id, folder }: Run): string =>
  quoteCommand(['npx', 'pca-e2e', 'down', ...(folder === '' ? ['--run-id', id] : ['--run-dir', folder])]);

interface Undone {
  readonly note?: string;
  readonly error?: unknown;
}
