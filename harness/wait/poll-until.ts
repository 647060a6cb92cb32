import { type Clock, systemClock } from './clock.ts';
import { Observations } from './observations.ts';
import { WaitTimeoutError } from './wait-timeout-error.ts';

/** One look at the thing waited for: done with a value, or not yet and what was seen instead. */
export type Look<T> = { readonly done: true; readonly value: T } | { readonly done: false; readonly observed: string };

export const done = <T>(value: T): Look<T> => ({ done: true, value });
export const notYet = (observed: string): Look<never> => ({ done: false, observed });

export interface PollOptions {
  /** What is waited for, as it completes "Waited 30 s for …". */
  readonly waitingFor: string;
  readonly timeoutMs: number;
  /** Pause between two looks. @defaultValue 200 */
  readonly intervalMs?: number;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** Called whenever what is seen changes; feeds the live view. */
  readonly onObserved?: (observed: string) => void;
}

export const defaultPollIntervalMs = 200;

/**
 * Looks until the condition is done, and returns its value. For what cannot be watched (a process's port, Docker's
 * daemon); Kubernetes objects are watched instead. A look that throws ends the wait at once: only `notYet` means
 * "go on", so a 403 or a schema error is never mistaken for "not there yet".
 *
 * @throws WaitTimeoutError when `timeoutMs` passes first; it lists what was seen.
 */
export async function pollUntil<T>(look: () => Promise<Look<T>> | Look<T>, options: PollOptions): Promise<T> {
  const clock = options.clock ?? systemClock;
  const deadlineMs = clock.monotonicMs() + options.timeoutMs;
  const seen = new Observations();
  for (;;) {
    options.signal?.throwIfAborted();
    const result = await look();
    if (result.done) return result.value;
    if (seen.record(result.observed)) options.onObserved?.(result.observed);
    const remainingMs = deadlineMs - clock.monotonicMs();
    if (remainingMs <= 0) throw new WaitTimeoutError(options.waitingFor, options.timeoutMs, seen);
    await clock.sleep(Math.min(options.intervalMs ?? defaultPollIntervalMs, remainingMs), options.signal);
  }
}
