/**
 * One HTTP exchange as plain values. The core takes and returns these, so that it needs no socket to be tested, and no
 * per-request allocation of web streams to be quick.
 */
export interface WireRequest {
  readonly method: string;
  /** The path as it was sent, still percent-encoded: SigV4 signs those very bytes. */
  readonly path: string;
  /** The query string as it was sent, without the question mark. */
  readonly query: string;
  /** Names in lower case; repeated headers are joined by a comma, as RFC 9110 section 5.3 says. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** How many milliseconds to hold the answer back; a fault's doing. */
  readonly delayMs?: number;
  /** The connection is closed without an answer; a fault's doing. */
  readonly dropConnection?: boolean;
}

export type Handler = (request: WireRequest) => Promise<WireResponse>;
