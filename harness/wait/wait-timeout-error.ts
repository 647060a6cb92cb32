import { ComponentError } from '../errors/harness-error.ts';
import { formatDurationMs } from './duration.ts';
import type { Observations } from './observations.ts';

/** A wait ran out of time. Says what was waited for, for how long, and everything that was seen instead. */
export class WaitTimeoutError extends ComponentError {
  readonly waitingFor: string;
  readonly timeoutMs: number;
  readonly lastObserved: string | undefined;

  constructor(
    waitingFor: string,
    timeoutMs: number,
    seen: Observations,
    details: { cause?: unknown; remedy?: string } = {},
  ) {
    super(`Waited ${formatDurationMs(timeoutMs)} for ${waitingFor}; kept seeing: ${seen}`, details);
    this.waitingFor = waitingFor;
    this.timeoutMs = timeoutMs;
    this.lastObserved = seen.last;
  }
}
