/** How many states a message lists: the last ones tell why a wait did not end. */
const shownStates = 5;

/** Distinct states seen while waiting, with how often each was seen, in the order in which they were last seen. */
export class Observations {
  readonly #counts = new Map<string, number>();
  #last: string | undefined;

  /** Records one look; returns whether the state differs from the one before. */
  record(state: string): boolean {
    const changed = state !== this.#last;
    this.#last = state;
    const count = (this.#counts.get(state) ?? 0) + 1;
    // Deleted first, so that the map's order is that of the last sighting.
    this.#counts.delete(state);
    this.#counts.set(state, count);
    return changed;
  }

  /** The state seen last, or undefined when nothing was seen at all. */
  get last(): string | undefined {
    return this.#last;
  }

  /** `Pending (12 times), then Progressing (3 times)`; `nothing` when nothing was seen. */
  toString(): string {
    if (this.#counts.size === 0) return 'nothing';
    const states = [...this.#counts].map(([state, count]) => `${state} (${count === 1 ? 'once' : `${count} times`})`);
    const omitted = states.length - shownStates;
    return [...(omitted > 0 ? [`${omitted} other states`] : []), ...states.slice(-shownStates)].join(', then ');
  }
}
