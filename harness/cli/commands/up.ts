import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { exitCode } from '../../errors/exit-code.ts';
import { installFlow } from '../../flow/install-flow.ts';
import type { Run } from '../../flow/run.ts';
import { newRunId, validateRunId } from '../../flow/run-id.ts';
import type { StepId } from '../../flow/step-outputs.ts';
import { styleFor } from '../../reports/terminal/style.ts';
import { TerminalReport } from '../../reports/terminal/terminal-report.ts';
import { interruptSignal } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { type Keep, performRun } from '../perform-run.ts';
import { prepareMachine } from '../prepare-machine.ts';
import { ReportedError } from '../reported-error.ts';
import { addRunOptions, type RunFlags, runOptionsOf } from '../run-options.ts';

interface UpFlags extends RunFlags {
  readonly until: StepId;
  readonly keep?: true | 'always' | 'failed';
  readonly runId?: string;
  readonly runDir?: string;
  readonly sequential: boolean;
  readonly bootstrap: boolean;
  readonly json: boolean;
}

const stepIds = installFlow(() => undefined).map((step) => step.id);

/** `pca-e2e up`: the install flow. */
export function upCommand(io: Io): Command {
  return addRunOptions(new Command('up'))
    .addOption(new Option('--until <step>', 'stop after this step').choices(stepIds).default('pod-chain'))
    .addOption(
      new Option(
        '--keep [when]',
        'leave the cluster and the mocked AWS running: always, or only when the run failed',
      ).choices(['always', 'failed']),
    )
    .option('--run-id <id>', 'name of the run; carried by everything it makes')
    .option('--run-dir <dir>', 'folder for the report (default: runs/<run id>)')
    .option('--sequential', 'one step at a time', false)
    .option('--bootstrap', 'first install and start what this machine lacks (Docker; build tools)', false)
    .option('--json', 'print report.json on standard output, and everything else on standard error', false)
    .addHelpText('after', examples)
    .action((flags: UpFlags) => up(io, flags));
}

const examples = `
Examples:
  pca-e2e up                                    run the whole flow, report, and remove everything
  pca-e2e up --keep                             leave it running to look inside
  pca-e2e up --keep failed --run-dir out        in CI: keep only what failed
  pca-e2e up --until istio-ca                   stop once cacerts is there
  pca-e2e up --cert-manager 1.15.3              the guide's own version`;

async function up(io: Io, flags: UpFlags): Promise<void> {
  const run = runOf(io, flags);
  const stream = flags.json ? io.stderr : io.stdout;
  const interrupt = interruptSignal(() => {
    io.stderr.write(`Left as it is. To remove what is there: npx pca-e2e down --run-id ${run.id}\n`);
    process.exit(exitCode.interrupted);
  });
  try {
    await prepareMachine({
      stream,
      bootstrap: flags.bootstrap,
      artifacts: run.options.artifacts,
      signal: interrupt.signal,
    });
    const { report, error } = await performRun({
      run,
      until: flags.until,
      sequential: flags.sequential,
      keep: keepOf(flags.keep),
      signal: interrupt.signal,
      reporters: [
        new TerminalReport({ stream, style: styleFor(stream, io.env), live: stream.isTTY === true && !io.env['CI'] }),
      ],
    });
    if (flags.json) io.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    if (error !== undefined) throw new ReportedError(error);
  } finally {
    interrupt.dispose();
  }
}

function runOf(io: Io, flags: UpFlags): Run {
  const options = runOptionsOf(flags);
  const id = flags.runId === undefined ? newRunId() : validateRunId(flags.runId);
  const folder = resolve(io.cwd, flags.runDir ?? join('runs', id));
  return { id, folder, options };
}

function keepOf(keep: UpFlags['keep']): Keep {
  return keep === undefined ? 'never' : keep === true ? 'always' : keep;
}
