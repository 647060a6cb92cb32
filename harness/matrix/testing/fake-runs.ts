import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCode } from '../../errors/exit-code.ts';
import { InterruptedError } from '../../errors/harness-error.ts';
import { defaultRunOptions, type Run } from '../../flow/run.ts';
import type { RunReport } from '../../reports/run-report.ts';
import { failedReport, interruptedReport, passedReport } from '../../reports/testing/sample-reports.ts';
import type { Cell } from '../cell.ts';
import type { CellRequest } from '../cell-record.ts';
import type { EndedRun } from '../cell-result.ts';
import { finishedCells } from '../finished-cells.ts';
import type { MatrixReport } from '../matrix-report.ts';
import { type MatrixRun, runMatrix } from '../run-matrix.ts';

/** Runs cells without a machine: each leaves a file in its folder, as evidence would be, and ends as it is told to. */
export class FakeRuns {
  readonly performed: Run[] = [];
  readonly removed: Run[] = [];
  readonly reported: MatrixReport[] = [];
  /** Ends a cell otherwise than well, by the version of its issuer. */
  readonly ends = new Map<string, (run: Run) => Promise<EndedRun>>();
  readonly abort = new AbortController();
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Runs what is not finished in the folder, as the command does. */
  async run(cells: readonly Cell[], more: Partial<MatrixRun> = {}): Promise<MatrixReport> {
    const { folder, abort } = this;
    return runMatrix({
      folder,
      cells,
      startedAtMs: Date.now(),
      finished: await finishedCells({ folder, cells, requestOf, again: 'none' }),
      requestOf,
      commandOf: ({ versions }) => `npx pca-e2e up --issuer ${versions.issuer} --keep`,
      perform: (run) => this.#perform(run),
      removeLeftovers: async (run) => void this.removed.push(run),
      signal: abort.signal,
      onReport: async (report) => void this.reported.push(report),
      ...more,
    });
  }

  async #perform(run: Run): Promise<EndedRun> {
    this.performed.push(run);
    await writeFile(join(run.folder, `evidence-of-${run.id}`), '');
    const end = this.ends.get(run.options.versions.issuer) ?? passes;
    return end(run);
  }
}

export function requestOf({ versions }: Cell): CellRequest {
  const options = { ...defaultRunOptions, versions: { ...defaultRunOptions.versions, ...versions } };
  return { until: 'pod-chain', sequential: false, options };
}

const ends = (report: RunReport, code: EndedRun['exitCode']) => async (): Promise<EndedRun> => ({
  report: { ...report, durationMs: 1_000 },
  exitCode: code,
});

const passes = ends(passedReport, exitCode.ok);
export const fails = ends(failedReport, exitCode.componentFailed);

/** Ctrl-C while the cell runs. */
export const interrupts = (runs: FakeRuns) => async (): Promise<EndedRun> => {
  runs.abort.abort(new InterruptedError('Interrupted (SIGINT)'));
  return { report: interruptedReport, exitCode: exitCode.interrupted };
};
