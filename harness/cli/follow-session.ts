import { type Clock, systemClock } from '../wait/clock.ts';

export interface FollowSessionOptions {
  /** Whether the run is still kept. */
  isThere(): Promise<boolean>;
  /** When the session has to be renewed, in Unix ms; undefined when there is none to renew. */
  dueAtMs(): Promise<number | undefined>;
  refresh(): Promise<void>;
  /** Told of each renewal that failed; the next try follows while the session is still valid, and after. */
  onFailure(error: unknown): void;
  readonly signal: AbortSignal;
  readonly nowMs?: () => number;
  readonly clock?: Clock;
}

const lookIntervalMs = 30_000;

/** Renews a session each time it is due, until its run is removed. */
export async function followSession(options: FollowSessionOptions): Promise<void> {
  const { signal, nowMs = Date.now, clock = systemClock } = options;
  let dueAtMs: number | undefined;
  while (await options.isThere()) {
    try {
      dueAtMs ??= await options.dueAtMs();
      if (dueAtMs === undefined) return;
      if (nowMs() >= dueAtMs) {
        await options.refresh();
        dueAtMs = undefined;
      }
    } catch (error) {
      signal.throwIfAborted();
      // What is wrong may be put right while the present session is valid: an expired sign-in, a cluster that restarts.
      options.onFailure(error);
    }
    await clock.sleep(lookIntervalMs, signal);
  }
}
