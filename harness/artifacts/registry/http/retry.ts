import { ComponentError } from '../../../errors/harness-error.ts';
import { type Clock, systemClock } from '../../../wait/clock.ts';
import { formatDurationMs } from '../../../wait/duration.ts';
import { HttpError } from './http-error.ts';

/** Pauses between attempts: an outage of some seconds is outlived, a longer one is reported. */
export const defaultRetryPausesMs: readonly number[] = [1_000, 3_000, 10_000];
const longestPauseMs = 60_000;

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** Told of every attempt that failed, and why. */
  readonly say: (line: string) => void;
  /** Told of every piece of a content that arrives. */
  readonly received?: (bytes: number) => void;
  /** @defaultValue 1, 3 and 10 seconds */
  readonly pausesMs?: readonly number[];
  readonly clock?: Clock;
}

/**
 * Repeats what failed for a transient reason. Every failed attempt is said; the last one is the cause of the error.
 *
 * @param what - as it completes "… could not be fetched"
 * @throws ComponentError when every attempt failed; anything that is not transient, at once.
 */
export async function retrying<T>(what: string, attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { signal, say, pausesMs = defaultRetryPausesMs, clock = systemClock } = options;
  for (let failures = 0; ; failures += 1) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!(error instanceof HttpError) || !error.transient) throw error;
      const pauseMs = pausesMs[failures];
      if (pauseMs === undefined) {
        throw new ComponentError(`${what} could not be fetched in ${failures + 1} attempts: ${error.message}`, {
          cause: error,
          ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
        });
      }
      const waitMs = Math.min(Math.max(pauseMs, error.retryAfterMs ?? 0), longestPauseMs);
      say(`${error.message}; again in ${formatDurationMs(waitMs)}`);
      await clock.sleep(waitMs, signal);
    }
  }
}
