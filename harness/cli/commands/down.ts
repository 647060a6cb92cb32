import { Command, Option } from 'commander';
import { standingRuns } from '../../clusters/standing-runs.ts';
import { UsageError } from '../../errors/harness-error.ts';
import { installFlow } from '../../flow/install-flow.ts';
import { defaultRunOptions, type Run } from '../../flow/run.ts';
import { validateRunId } from '../../flow/run-id.ts';
import { type KeptRun, readRunState, removeRunState } from '../../flow/run-state.ts';
import { undoSteps } from '../../flow/undo.ts';
import { styleFor } from '../../reports/terminal/style.ts';
import { TerminalReport } from '../../reports/terminal/terminal-report.ts';
import { systemClock } from '../../wait/clock.ts';
import type { Io } from '../io.ts';
import { removeAccess } from '../keep.ts';
import { findKeptRun } from '../kept-run.ts';
import { ReportedError } from '../reported-error.ts';

interface DownFlags {
  readonly runDir?: string;
  readonly runId?: string;
}

/** `pca-e2e down`: removes what a run left standing, and nothing else. Its report stays. */
export function downCommand(io: Io): Command {
  return new Command('down')
    .addOption(
      new Option('--run-dir <dir>', 'folder of the run (default: the only kept run there is)').conflicts('runId'),
    )
    .option('--run-id <id>', 'id of the run, as `pca-e2e list` shows it: also when its folder is gone')
    .addHelpText('after', '\nExamples:\n  pca-e2e down\n  pca-e2e down --run-dir runs/20261124-101500-x7k2')
    .action((flags: DownFlags) => down(io, flags));
}

async function down(io: Io, { runDir, runId }: DownFlags): Promise<void> {
  const { run, outputs } = runId === undefined ? await findKeptRun(io, runDir) : await runOfId(validateRunId(runId));
  const terminal = new TerminalReport({ stream: io.stdout, style: styleFor(io.stdout, io.env), live: false });
  const steps = installFlow(() => undefined);
  terminal.onEvent({ type: 'run-started', atMs: Date.now(), runId: run.id, folder: run.folder, steps });
  const errors = await undoSteps(steps, { run, outputs, clock: systemClock, emit: (event) => terminal.onEvent(event) });
  if (errors.length > 0) throw new ReportedError(errors[0]);
  await removeAccess(run.folder);
  await removeRunState(run.folder);
}

/** A run known by its id: with its state when its folder still has it, by Docker's labels alone when not. */
async function runOfId(id: string): Promise<KeptRun> {
  const standing = (await standingRuns()).find((run) => run.runId === id);
  if (!standing) {
    throw new UsageError(`Nothing of a run ${id} is there`, { remedy: 'See `pca-e2e list` for what is.' });
  }
  const run: Run = { id, folder: standing.folder ?? '', options: defaultRunOptions };
  if (standing.folder === undefined) return { run, outputs: {} };
  return readRunState(standing.folder).catch((error: unknown) => {
    if (error instanceof UsageError) return { run, outputs: {} };
    throw error;
  });
}
