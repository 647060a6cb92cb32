import { ComponentError, HarnessError } from '../errors/harness-error.ts';
import type { Clock } from '../wait/clock.ts';
import { formatDurationMs } from '../wait/duration.ts';
import type { Run } from './run.ts';
import type { RunEventListener } from './run-events.ts';
import type { AnyStep } from './step.ts';
import type { StepOutputs } from './step-outputs.ts';

export interface UndoOptions {
  readonly run: Run;
  readonly outputs: Partial<StepOutputs>;
  readonly emit: RunEventListener;
  readonly clock: Clock;
}

/** Each step's own budget for undoing: a run that used up its time must still be able to clean up. */
const defaultUndoBudgetMs = 25_000;

/**
 * Undoes steps, last started first, and before them what costs money as long as it is there. One that fails does not keep the others from being undone.
 *
 * @returns What could not be undone, in order.
 */
export async function undoSteps(started: readonly AnyStep[], options: UndoOptions): Promise<readonly unknown[]> {
  const errors: unknown[] = [];
  const order = started.toReversed();
  for (const step of [...order.filter(isFirst), ...order.filter((one) => !isFirst(one))]) {
    if (!step.undo) continue;
    const startedMs = options.clock.monotonicMs();
    options.emit({ type: 'undo-started', atMs: Date.now(), stepId: step.id });
    const { note, error } = await undoOne(step, options);
    if (error !== undefined) errors.push(error);
    options.emit({
      type: 'undo-ended',
      atMs: Date.now(),
      stepId: step.id,
      durationMs: options.clock.monotonicMs() - startedMs,
      ...(note === undefined ? {} : { note }),
      ...(error === undefined ? {} : { error }),
    });
  }
  return errors;
}

const isFirst = ({ undoFirst }: AnyStep): boolean => undoFirst === true;

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
        `Run \`pca-e2e down --run-id ${run.id}\` once the cause is gone.`,
      ].join(' '),
    });
    return { error };
  }
}

interface Undone {
  readonly note?: string;
  readonly error?: unknown;
}
