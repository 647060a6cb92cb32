import { type BuildSurroundings, buildUnit } from './build-unit.ts';
import { type Unit, withNeeds } from './unit.ts';

/**
 * Two at a time: a Go build fills two cores while it compiles, but not while it downloads or links, and what waits for the network
 * (Debian packages, wheels) fits beside it.
 */
export const defaultConcurrentUnits = 2;

export interface BuildUnitsOptions extends BuildSurroundings {
  /** @defaultValue 2 */
  readonly concurrentUnits?: number;
}

/**
 * Makes sure that these units and all they need are in the cache. A unit starts as soon as its needs are there and a place is free;
 * among several that could start, the one named first does. The first failure ends the others and is thrown.
 */
export async function buildUnits(targets: readonly Unit[], options: BuildUnitsOptions): Promise<void> {
  const waiting = new Set(withNeeds(targets));
  const finished = new Set<Unit>();
  const running = new Map<Unit, Promise<void>>();
  const stop = new AbortController();
  const around = { ...options, signal: AbortSignal.any([options.signal, stop.signal]) };
  const places = options.concurrentUnits ?? defaultConcurrentUnits;

  try {
    while (waiting.size > 0 || running.size > 0) {
      options.signal.throwIfAborted();
      for (const unit of waiting) {
        if (running.size >= places) break;
        if (!unit.needs.every((need) => finished.has(need))) continue;
        waiting.delete(unit);
        running.set(
          unit,
          buildUnit(unit, around).then(() => {
            running.delete(unit);
            finished.add(unit);
          }),
        );
      }
      await Promise.race(running.values());
    }
  } catch (error) {
    stop.abort(error);
    await Promise.allSettled(running.values());
    throw error;
  }
}
