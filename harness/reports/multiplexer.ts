import type { RunEvent } from '../flow/run-events.ts';
import type { Reporter, RunEndContext } from './reporter.ts';
import type { RunReport } from './run-report.ts';

/** Passes a run to several reporters. One that throws stops none of the others; its error comes back at the end. */
export class ReporterMultiplexer {
  readonly #reporters: readonly Reporter[];
  readonly #errors: unknown[] = [];

  constructor(reporters: readonly Reporter[]) {
    this.#reporters = reporters;
  }

  onEvent(event: RunEvent): void {
    for (const reporter of this.#reporters) {
      try {
        reporter.onEvent?.(event);
      } catch (error) {
        this.#errors.push(error);
      }
    }
  }

  /** @returns Every error that a reporter threw in this run. */
  async onEnd(report: RunReport, context: RunEndContext): Promise<readonly unknown[]> {
    for (const reporter of this.#reporters) {
      try {
        await reporter.onEnd?.(report, context);
      } catch (error) {
        this.#errors.push(error);
      }
    }
    return this.#errors;
  }
}
