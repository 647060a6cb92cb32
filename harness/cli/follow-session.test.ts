import { describe, expect, test } from '@jest/globals';
import type { Clock } from '../wait/clock.ts';
import { followSession } from './follow-session.ts';

const minuteMs = 60_000;

/** A kept run with sessions of an hour, renewed halfway, on a clock that passes as soon as somebody sleeps. */
function kept({ removedAfterMin, failures = 0 }: { readonly removedAfterMin: number; readonly failures?: number }) {
  let presentMs = 0;
  let dueMs = 30 * minuteMs;
  let failuresLeft = failures;
  const refreshedAtMin: number[] = [];
  const failed: unknown[] = [];
  const clock: Clock = {
    monotonicMs: () => presentMs,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      presentMs += ms;
    },
  };
  const follow = (signal = new AbortController().signal) =>
    followSession({
      isThere: async () => presentMs < removedAfterMin * minuteMs,
      dueAtMs: async () => dueMs,
      refresh: async () => {
        if (failuresLeft > 0) {
          failuresLeft -= 1;
          throw new Error('signed out');
        }
        refreshedAtMin.push(presentMs / minuteMs);
        dueMs = presentMs + 30 * minuteMs;
      },
      onFailure: (error) => failed.push(error),
      ...{ signal, clock, nowMs: () => presentMs },
    });
  return { follow, refreshedAtMin, failed };
}

describe("following a kept run's session", () => {
  test('renews it each time it is half over, until the run is removed', async () => {
    const run = kept({ removedAfterMin: 100 });
    await run.follow();
    expect(run.refreshedAtMin).toEqual([30, 60, 90]);
  });

  test('tries again when a renewal fails, and tells of each', async () => {
    const run = kept({ removedAfterMin: 40, failures: 3 });
    await run.follow();
    expect(run.failed).toHaveLength(3);
    expect(run.refreshedAtMin).toEqual([31.5]);
  });

  test('does nothing for a run that is gone already', async () => {
    const run = kept({ removedAfterMin: 0 });
    await run.follow();
    expect(run.refreshedAtMin).toEqual([]);
  });

  test('ends when it is interrupted', async () => {
    const reason = new Error('interrupted');
    await expect(kept({ removedAfterMin: 100 }).follow(AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
