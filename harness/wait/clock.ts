import { setTimeout as delay } from 'node:timers/promises';

/** Time as the harness sees it, so that waits can be tested without waiting. */
export interface Clock {
  /** Milliseconds on a clock that never jumps; only differences mean anything. */
  monotonicMs(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  async sleep(ms, signal) {
    try {
      await delay(ms, undefined, signal ? { signal } : {});
    } catch (error) {
      // Node wraps the reason in an AbortError; callers want the reason itself (an InterruptedError, a timeout).
      throw signal?.aborted ? signal.reason : error;
    }
  },
};
