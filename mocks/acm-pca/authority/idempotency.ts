/** For how long AWS recognises a repeated IdempotencyToken. */
export const idempotencyWindowMs = 5 * 60 * 1000;

/** Remembers what a token has created, so that a retried request creates nothing twice. */
export class IdempotencyWindow {
  readonly #results = new Map<string, { readonly arn: string; readonly expiresAtMs: number }>();

  /** @param key - The token and everything that scopes it: operation, account, CA. */
  recall(key: string, nowMs: number): string | undefined {
    this.#forgetExpired(nowMs);
    return this.#results.get(key)?.arn;
  }

  remember(key: string, arn: string, nowMs: number): void {
    this.#results.set(key, { arn, expiresAtMs: nowMs + idempotencyWindowMs });
  }

  /** A map keeps the order of insertion, and all entries live equally long: the expired ones are the first. */
  #forgetExpired(nowMs: number): void {
    for (const [key, { expiresAtMs }] of this.#results) {
      if (expiresAtMs > nowMs) return;
      this.#results.delete(key);
    }
  }
}
