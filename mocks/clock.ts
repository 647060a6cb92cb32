/** Time as the mocked AWS sees it: the machine's, moved by an offset that the admin port can set. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
}

/** A clock that can be moved, so that certificates expire and windows close without waiting. */
export class AdjustableClock implements Clock {
  /** How far this clock is ahead of the machine's; negative when it is behind. */
  offsetMs = 0;

  readonly #baseMs: () => number;

  constructor(baseMs: () => number = Date.now) {
    this.#baseMs = baseMs;
  }

  nowMs(): number {
    return this.#baseMs() + this.offsetMs;
  }
}
