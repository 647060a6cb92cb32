import { Command, Option } from 'commander';
import { UsageError } from '../../errors/harness-error.ts';
import { validateRunId } from '../../flow/run-id.ts';
import type { KeptRun } from '../../flow/run-state.ts';
import { styleFor } from '../../reports/terminal/style.ts';
import { TerminalReport } from '../../reports/terminal/terminal-report.ts';
import type { Io } from '../io.ts';
import { findRunToRemove, runStanding } from '../kept-run.ts';
import { knownRuns, unknownWithout } from '../known-runs.ts';
import { removeRun } from '../remove-run.ts';
import { ReportedError } from '../reported-error.ts';
import { refuseWhileHeld } from '../run-owner.ts';
import { UndoRecord } from '../undo-record.ts';

interface DownFlags {
  readonly runDir?: string;
  readonly runId?: string;
  readonly json: boolean;
}

/** `pca-e2e down`: removes what a run left standing, and nothing else. Its report stays. */
export function downCommand(io: Io): Command {
  return new Command('down')
    .addOption(
      new Option('--run-dir <dir>', 'folder of the run (default: the only kept run there is)').conflicts('runId'),
    )
    .option('--run-id <id>', 'id of the run, as `pca-e2e list` shows it: also when its folder is gone')
    .option('--json', 'print one JSON document, and everything else on standard error', false)
    .addHelpText('after', examples)
    .action((flags: DownFlags) => down(io, flags));
}

const examples = `
Examples:
  pca-e2e down                                         the only kept run there is
  pca-e2e down --run-dir runs/20261124-101500-x7k2
  pca-e2e down --run-id 20261124-101500-x7k2           also when its folder is gone`;

async function down(io: Io, { runDir, runId, json }: DownFlags): Promise<void> {
  const { run, outputs } =
    runId === undefined ? await findRunToRemove(io, runDir) : await runOfId(io, validateRunId(runId));
  await refuseWhileHeld(run.folder);
  const stream = json ? io.stderr : io.stdout;
  const terminal = new TerminalReport({ stream, style: styleFor(stream, io.env), live: false });
  const undone = new UndoRecord();
  const errors = await removeRun({ run, outputs }, (event) => {
    terminal.onEvent(event);
    undone.onEvent(event);
  });
  if (json) {
    const { id, folder } = run;
    const removed = errors.length === 0;
    io.stdout.write(`${JSON.stringify({ runId: id, folder, removed, undo: undone.steps }, null, 2)}\n`);
  }
  if (errors.length > 0) throw new ReportedError(errors[0]);
}

/** A run known by its id: with its state when its folder has it, by Docker's labels or its notes alone when not. */
async function runOfId(io: Io, id: string): Promise<KeptRun> {
  const { runs, dockerAway } = await knownRuns(io.cwd);
  const found = runs.find((run) => run.runId === id);
  if (!found) {
    const nothing = `Nothing of a run ${id} is there`;
    if (dockerAway !== undefined) throw unknownWithout(dockerAway, nothing);
    throw new UsageError(nothing, { remedy: 'See `pca-e2e list` for what is.' });
  }
  if (found.life.state === 'running') {
    throw new UsageError(`Run ${id} goes on: ${found.life.why}`, {
      remedy: 'Wait for its end, or interrupt it (Ctrl-C): it then removes what it made.',
    });
  }
  return runStanding(found);
}
