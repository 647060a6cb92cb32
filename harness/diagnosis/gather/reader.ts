import type { UnreadableSource } from '../evidence.ts';

/** Reads parts of the evidence; a part that cannot be read is noted, and is empty. */
export class Reader {
  readonly unreadable: UnreadableSource[] = [];
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** @throws the signal's reason, when it fired; anything else that `read` throws is noted. */
  async try<T, Otherwise>(source: string, otherwise: Otherwise, read: () => Promise<T>): Promise<T | Otherwise> {
    try {
      return await read();
    } catch (error) {
      this.#signal.throwIfAborted();
      this.unreadable.push({ source, reason: reasonOf(error) });
      return otherwise;
    }
  }
}

/** Told by shape, not by class: what Node.js itself throws is of another realm where tests run. */
function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { message, name, cause, errors } = error as Partial<AggregateError>;
  // Node's fetch says only "fetch failed"; why is in the cause. A connection tried on two addresses fails with both.
  const why = [...(errors ?? []), ...(cause === undefined ? [] : [cause])].map(reasonOf).join(', ');
  return [message, why].filter(Boolean).join(': ') || (name ?? 'unknown');
}
