/**
 * One interruption may arrive as several signals: `timeout` and CI engines signal a process and its group, a terminal
 * signals npm, which passes it on. Within this time they count as one.
 */
const sameDeliveryMs = 1_000;
/** As a person interrupts who cannot wait. */
const ctrlCsToEnd = 2;
/** GitHub sends SIGINT and, 7.5 s later, SIGTERM, while the run is still undone: only a third interruption of any kind means it. */
const deliveriesToEnd = 3;

/** Says which signal ends the process at once: the second Ctrl-C, or the third interruption of any kind. */
export class SignalCount {
  #lastMs = Number.NEGATIVE_INFINITY;
  #deliveries = 0;
  #ctrlCs = 0;

  /** @param atMs - On a monotonic clock. */
  endsAtOnce(name: NodeJS.Signals, atMs: number): boolean {
    if (atMs - this.#lastMs < sameDeliveryMs) return false;
    this.#lastMs = atMs;
    this.#deliveries += 1;
    if (name === 'SIGINT') this.#ctrlCs += 1;
    return this.#ctrlCs >= ctrlCsToEnd || this.#deliveries >= deliveriesToEnd;
  }
}
