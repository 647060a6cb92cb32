import { hasErrorCode } from '../../../errors/error-code.ts';
import { ComponentError } from '../../../errors/harness-error.ts';

export interface HttpFailure {
  readonly url: string;
  /** Undefined when no answer came. */
  readonly status?: number;
  /** What the server says to wait before the next attempt. */
  readonly retryAfterMs?: number;
  readonly remedy?: string;
  readonly cause?: unknown;
}

/** A server did not give what was asked of it. */
export class HttpError extends ComponentError {
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  /** What went wrong, without the address. */
  readonly problem: string;

  constructor(problem: string, failure: HttpFailure) {
    super(`${shownUrl(failure.url)}: ${problem}`, failure);
    this.problem = problem;
    this.status = failure.status;
    this.retryAfterMs = failure.retryAfterMs;
  }

  /** Whether the same request may well succeed a moment later. */
  get transient(): boolean {
    return this.status === undefined ? hasErrorCode(this.cause, ...transientCodes) : transientStatuses.has(this.status);
  }
}

/** A URL without what may be secret in it: credentials, and the signatures that storage services put into queries. */
export function shownUrl(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

/** RFC 9110 §15.5.9, §15.6; RFC 6585 §4 (429). 501 and 505 are final. */
const transientStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Failures of a connection that say nothing about the request. A name that does not exist, or a bad certificate, stays as it is. */
const transientCodes = [
  ...['ECONNRESET', 'ECONNREFUSED', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENETUNREACH', 'EHOSTUNREACH'],
  ...['EAI_AGAIN', 'ERR_STREAM_PREMATURE_CLOSE', 'STALLED'],
];
