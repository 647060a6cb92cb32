import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type KeptRun, readRunState, stateFile } from '../flow/run-state.ts';
import type { StepId } from '../flow/step-outputs.ts';
import { runCommand } from '../process/run-command.ts';
import type { RunReport } from '../reports/run-report.ts';
import { Stopwatch, type Timing } from './stopwatch.ts';

const program = fileURLToPath(new URL('../cli/bin.js', import.meta.url));

/** What one command of ours took, and the steps that it ran side by side meanwhile. */
export interface OurTiming extends Timing {
  readonly steps: readonly Timing[];
}

/** A run of `pca-e2e up`, as its user makes it: each command a process, timed from its start to its end. */
export class OurFlow implements AsyncDisposable {
  readonly #runId: string;
  readonly #folder: string;
  readonly #signal: AbortSignal;
  readonly #note: (text: string) => void;

  constructor(options: { runId: string; folder: string; signal: AbortSignal; note: (text: string) => void }) {
    this.#runId = options.runId;
    this.#folder = options.folder;
    this.#signal = options.signal;
    this.#note = options.note;
  }

  /** The whole flow on a cluster of its own, which is left standing. */
  fresh(): Promise<OurTiming> {
    return this.#up(['--keep', '--run-id', this.#runId]);
  }

  /** The kept run's steps from this one on, once more. */
  again(from: StepId): Promise<OurTiming> {
    return this.#up(['--from', from]);
  }

  /** What the run has made and used. */
  state(): Promise<KeptRun> {
    return readRunState(this.#folder);
  }

  /** The run's own time is not what is measured here: it has not yet begun when Node.js starts. */
  async #up(given: readonly string[]): Promise<OurTiming> {
    const args = ['up', '--run-dir', this.#folder, '--json', '--quiet', ...given];
    const stopwatch = new Stopwatch(this.#note);
    const startedAtMs = Date.now();
    const { stdout } = await stopwatch.time(`pca-e2e ${args.join(' ')}`, () =>
      runCommand(process.execPath, [program, ...args], { signal: this.#signal }),
    );
    const [timing] = stopwatch.timings;
    const { steps } = JSON.parse(stdout) as RunReport;
    // The report of a run that is gone on with has its earlier steps too.
    const ran = steps.filter(({ startedAt }) => startedAt !== null && Date.parse(startedAt) >= startedAtMs);
    return {
      title: timing?.title ?? '',
      durationMs: timing?.durationMs ?? 0,
      steps: ran.map(({ title, durationMs }) => ({ title, durationMs })),
    };
  }

  /** Removes the run, whatever became of it. */
  async [Symbol.asyncDispose](): Promise<void> {
    const remove = existsSync(join(this.#folder, stateFile))
      ? ['down', '--run-dir', this.#folder]
      : ['clean', '--run-id', this.#runId];
    await runCommand(process.execPath, [program, ...remove]);
  }
}
