import { AssertionFailedError } from '../errors/harness-error.ts';
import type { Check } from '../pki/check.ts';
import { type Clock, systemClock } from '../wait/clock.ts';
import type { Run } from './run.ts';
import type { RunEventListener, StepStatus } from './run-events.ts';
import type { AnyStep, StepContext } from './step.ts';
import type { StepId, StepOutputs } from './step-outputs.ts';
import { undoSteps } from './undo.ts';
import { validateGraph } from './validate-graph.ts';

export interface RunnerOptions {
  readonly run: Run;
  readonly steps: readonly AnyStep[];
  /** Outputs of steps that an earlier run has done; these steps are not run again. */
  readonly alreadyDone?: Partial<StepOutputs>;
  /** One step at a time, in the list's order. @defaultValue false */
  readonly sequential?: boolean;
  /** Interrupts the run; its reason is the run's error. */
  readonly signal: AbortSignal;
  readonly emit: RunEventListener;
  readonly clock?: Clock;
}

export interface FlowResult {
  readonly outputs: Partial<StepOutputs>;
  /** The first thing that went wrong, or undefined when every step passed. */
  readonly error: unknown;
  /** Steps that were started and did not pass. */
  readonly unfinished: readonly StepId[];
  /** Undoes what was started, side by side where it may, each step with its own time budget. Returns what could not be undone. */
  undo(): Promise<readonly unknown[]>;
}

/**
 * Runs steps as a graph: every step whose needs have passed runs, side by side with the others. When one fails, the
 * running ones are aborted and no new one starts. Nothing is undone here: evidence comes first, and whether to keep
 * what was made is the caller's decision.
 */
export async function runFlow(options: RunnerOptions): Promise<FlowResult> {
  validateGraph(options.steps);
  return new FlowRun(options).execute();
}

class FlowRun {
  readonly #options: RunnerOptions;
  readonly #clock: Clock;
  readonly #outputs: Partial<Record<StepId, unknown>>;
  readonly #waiting: Set<AnyStep>;
  readonly #running = new Map<AnyStep, Promise<void>>();
  /** Steps in the order they were started: the reverse is the order of undoing. */
  readonly #started: AnyStep[] = [];
  readonly #passed = new Set<AnyStep>();
  readonly #abort = new AbortController();
  #error: unknown;
  #failed = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#outputs = { ...options.alreadyDone };
    this.#waiting = new Set(options.steps.filter((step) => !(step.id in this.#outputs)));
  }

  async execute(): Promise<FlowResult> {
    const { signal } = this.#options;
    const interrupt = () => this.#fail(signal.reason);
    if (signal.aborted) interrupt();
    signal.addEventListener('abort', interrupt, { once: true });
    try {
      this.#startReadySteps();
      while (this.#running.size > 0) {
        await Promise.race(this.#running.values());
        this.#startReadySteps();
      }
    } finally {
      signal.removeEventListener('abort', interrupt);
    }
    for (const step of this.#waiting) this.#ended(step, 'skipped', 0);
    const outputs = this.#outputs as Partial<StepOutputs>;
    return {
      outputs,
      error: this.#error,
      unfinished: this.#started.filter((step) => !this.#passed.has(step)).map(({ id }) => id),
      undo: () =>
        undoSteps(this.#started, { run: this.#options.run, outputs, emit: this.#options.emit, clock: this.#clock }),
    };
  }

  #startReadySteps(): void {
    for (const step of this.#waiting) {
      if (this.#failed || (this.#options.sequential && this.#running.size > 0)) return;
      if (!step.needs.every((need) => need in this.#outputs)) continue;
      this.#waiting.delete(step);
      this.#started.push(step);
      this.#running.set(
        step,
        this.#runStep(step).finally(() => this.#running.delete(step)),
      );
    }
  }

  /** Never rejects: what went wrong is recorded as the run's error. */
  async #runStep(step: AnyStep): Promise<void> {
    const startedMs = this.#clock.monotonicMs();
    const failedChecks: Check[] = [];
    this.#options.emit({ type: 'step-started', atMs: Date.now(), stepId: step.id });
    try {
      const output = await step.run(this.#contextFor(step, failedChecks));
      // Kept also when a check failed: the report shows what was read, and undoing needs what was made.
      this.#outputs[step.id] = output;
      if (failedChecks.length > 0) throw failedChecksError(step, failedChecks);
      this.#passed.add(step);
      this.#ended(step, 'passed', this.#clock.monotonicMs() - startedMs);
    } catch (error) {
      // A step that was aborted because another failed is not a failure of its own.
      const interrupted = this.#abort.signal.aborted && error === this.#abort.signal.reason;
      this.#ended(step, interrupted ? 'interrupted' : 'failed', this.#clock.monotonicMs() - startedMs, error);
      this.#fail(error);
    }
  }

  #contextFor(step: AnyStep, failedChecks: Check[]): StepContext<StepId> {
    const { run, emit } = this.#options;
    return {
      run,
      outputs: this.#outputs as StepOutputs,
      signal: this.#abort.signal,
      waitingFor: (waitingFor) => emit({ type: 'step-waiting', atMs: Date.now(), stepId: step.id, waitingFor }),
      observed: (observed) => emit({ type: 'step-observed', atMs: Date.now(), stepId: step.id, observed }),
      check: (...checks) => {
        for (const check of checks) {
          if (check.outcome === 'failed') failedChecks.push(check);
          emit({ type: 'check', atMs: Date.now(), stepId: step.id, check });
        }
      },
    };
  }

  #fail(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#error = error;
    this.#abort.abort(error);
  }

  #ended(step: AnyStep, status: StepStatus, durationMs: number, error?: unknown): void {
    this.#options.emit({
      type: 'step-ended',
      atMs: Date.now(),
      stepId: step.id,
      status,
      durationMs,
      ...(error === undefined ? {} : { error }),
    });
  }
}

function failedChecksError(step: AnyStep, failed: readonly Check[]): AssertionFailedError {
  const lines = failed.map((check) => `${check.title}: expected ${check.expected}, observed ${check.observed}`);
  return new AssertionFailedError([`${step.title}: ${failed.length} of its checks failed`, ...lines].join('\n'));
}
