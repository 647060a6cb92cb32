import type { RunEvent } from '../flow/run-events.ts';
import type { RunReport } from './run-report.ts';

/** Shows a run, or writes it down. Both methods are optional; a reporter that throws fails the run, and stops no other. */
export interface Reporter {
  onEvent?(event: RunEvent): void;
  onEnd?(report: RunReport, context: RunEndContext): Promise<void> | void;
}

/** What a report may show at the end besides the report itself. */
export interface RunEndContext {
  readonly folder: string;
  /** The thing that went wrong, or undefined. */
  readonly error: unknown;
  readonly kept: boolean;
  /** Why the evidence of a failed run could not be collected or diagnosed, if so. */
  readonly evidenceError?: unknown;
  /** Why files of the run's folder could not be written, each naming its file. @defaultValue none */
  readonly unwritten?: readonly unknown[];
  /** The workload's chain as PEM, when it was read. */
  readonly chainPem: string | undefined;
}
