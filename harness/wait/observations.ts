/** Distinct states seen while waiting, with how often each was seen, in the order of their first appearance. */
export class Observations {
  readonly #counts = new Map<string, number>();
  #last: string | undefined;

  /** Records one look; returns whether the state differs from the one before. */
  record(state: string): boolean {
    const changed = state !== this.#last;
    this.#last = state;
    this.#counts.set(state, (this.#counts.get(state) ?? 0) + 1);
    return changed;
  }

  /** The state seen last, or undefined when nothing was seen at all. */
  get last(): string | undefined {
    return this.#last;
  }

  /** `Pending (12 times), Progressing (3 times)`; `nothing` when nothing was seen. */
  toString(): string {
    if (this.#counts.size === 0) return 'nothing';
    return [...this.#counts]
      .map(([state, count]) => `${state} (${count === 1 ? 'once' : `${count} times`})`)
      .join(', ');
  }
}
