import { describe, expect, test } from '@jest/globals';
import type { Clock } from './clock.ts';
import { done, notYet, pollUntil } from './poll-until.ts';
import { WaitTimeoutError } from './wait-timeout-error.ts';

function fakeClock(): Clock {
  let nowMs = 0;
  return {
    monotonicMs: () => nowMs,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      nowMs += ms;
    },
  };
}

const options = () => ({ waitingFor: 'the lamp', timeoutMs: 1_000, intervalMs: 100, clock: fakeClock() });

describe('pollUntil', () => {
  test('returns the value of the first look that is done', async () => {
    let looks = 0;
    const value = await pollUntil(() => (++looks < 3 ? notYet('dark') : done('lit')), options());
    expect({ value, looks }).toEqual({ value: 'lit', looks: 3 });
  });

  test('a timeout names what was waited for and everything that was seen, with counts', async () => {
    let looks = 0;
    const wait = pollUntil(() => notYet(++looks === 1 ? 'absent' : 'dark'), options());
    await expect(wait).rejects.toThrow(WaitTimeoutError);
    await expect(wait).rejects.toThrow('Waited 1.0 s for the lamp; kept seeing: absent (once), then dark (10 times)');
  });

  test('an error in a look ends the wait at once and is passed on untouched', async () => {
    const forbidden = new Error('403');
    await expect(
      pollUntil(() => {
        throw forbidden;
      }, options()),
    ).rejects.toBe(forbidden);
  });

  test('an aborted signal ends the wait with its reason', async () => {
    const reason = new Error('interrupted');
    await expect(pollUntil(() => notYet('dark'), { ...options(), signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
  });

  test('reports each change of what is seen once', async () => {
    const seen: string[] = [];
    const states = ['absent', 'absent', 'dark', 'dark'];
    await pollUntil(() => (states.length > 0 ? notYet(states.shift() ?? '') : done(0)), {
      ...options(),
      onObserved: (state) => seen.push(state),
    });
    expect(seen).toEqual(['absent', 'dark']);
  });
});
