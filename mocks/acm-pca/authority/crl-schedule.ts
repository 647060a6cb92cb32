/** When a CA's CRL was last written, and when it must be written again. */
export class CrlSchedule {
  /** Counts the CRLs of this CA: RFC 5280 section 5.2.3 wants the numbers to grow. */
  #number = 0;
  #writtenAtMs: number | undefined;
  #dueAtMs: number | undefined;

  /** Something has changed that the CRL must show: a revocation, a new configuration, a new CA certificate. */
  plan(dueAtMs: number): void {
    this.#dueAtMs = Math.min(this.#dueAtMs ?? dueAtMs, dueAtMs);
  }

  /** @param validityMs - How long each CRL of this CA is valid. */
  isDue(validityMs: number, nowMs: number): boolean {
    if (this.#dueAtMs !== undefined && this.#dueAtMs <= nowMs) return true;
    // A CRL is renewed long before it expires, or its readers would refuse every certificate.
    return this.#writtenAtMs !== undefined && nowMs >= this.#writtenAtMs + validityMs / 2;
  }

  /** @returns the number of the CRL that is now written. */
  begin(nowMs: number): number {
    this.#dueAtMs = undefined;
    this.#writtenAtMs = nowMs;
    this.#number += 1;
    return this.#number;
  }
}
