import type { Journal, JournalEntry } from '../contract.ts';

/** How many entries are kept: enough for a run's evidence, little enough for a soak test. */
export const keptEntries = 20_000;
const keptTokens = 50_000;

/** Requests choose these texts, so they could be as long as a header. */
const longestText = 512;
const clip = (text: string | null): string | null => (text === null ? null : text.slice(0, longestText));

/** What was asked of the mock and how it answered. Bounded, so that it can run for days. */
export class RequestJournal {
  #entries: JournalEntry[] = [];
  #total = 0;
  readonly #tokenCounts = new Map<string, number>();

  record(entry: Omit<JournalEntry, 'sequence'>): void {
    this.#total += 1;
    this.#entries.push({
      sequence: this.#total,
      ...entry,
      operation: clip(entry.operation),
      resourceArn: clip(entry.resourceArn),
    });
    // Dropping half at a time keeps the cost of forgetting off most requests.
    if (this.#entries.length >= 2 * keptEntries) this.#entries = this.#entries.slice(-keptEntries);
    if (entry.idempotencyToken !== null && entry.operation !== null)
      this.#count(entry.operation, entry.idempotencyToken);
  }

  /** @param since - The sequence number after which to begin. */
  read(since: number): Journal {
    return {
      entries: this.#entries.slice(-keptEntries).filter(({ sequence }) => sequence > since),
      idempotencyTokens: [...this.#tokenCounts].map(([key, count]) => {
        const separator = key.indexOf(' ');
        return { operation: key.slice(0, separator), token: key.slice(separator + 1), count };
      }),
      total: this.#total,
    };
  }

  clear(): void {
    this.#entries = [];
    this.#tokenCounts.clear();
  }

  #count(operation: string, token: string): void {
    const key = `${operation} ${token}`;
    const count = this.#tokenCounts.get(key) ?? 0;
    // Counting again moves the token to the end, so that the ones which are in use are not forgotten.
    this.#tokenCounts.delete(key);
    this.#tokenCounts.set(key, count + 1);
    if (this.#tokenCounts.size > keptTokens) {
      const [oldest] = this.#tokenCounts.keys();
      if (oldest !== undefined) this.#tokenCounts.delete(oldest);
    }
  }
}
