/** Something that was timed. */
export interface Timing {
  readonly title: string;
  readonly durationMs: number;
}

/** Times what is done one after another. */
export class Stopwatch {
  readonly #timings: Timing[] = [];
  readonly #note: (text: string) => void;

  /** @param note - Told of each thing as it begins: minutes without a word look like a hang. */
  constructor(note: (text: string) => void) {
    this.#note = note;
  }

  async time<T>(title: string, work: () => Promise<T>): Promise<T> {
    this.#note(`  ${title} …`);
    const startedMs = performance.now();
    const result = await work();
    this.#timings.push({ title, durationMs: Math.round(performance.now() - startedMs) });
    return result;
  }

  get timings(): readonly Timing[] {
    return this.#timings;
  }
}
