import { Command, Option } from 'commander';
import { installFlow } from '../../flow/install-flow.ts';
import { type RemainingWork, remainingWork } from '../../flow/remaining-work.ts';
import type { StepId } from '../../flow/step-outputs.ts';
import { downCommand } from '../../flow/undo.ts';
import { stepSummaryReports } from '../../reports/markdown/markdown-report.ts';
import { agreeToCost } from '../agree-to-cost.ts';
import { completeAwsFlags } from '../aws-region.ts';
import { interruptSignal } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { addKeepOption, type KeepFlag, keepOf } from '../keep-option.ts';
import { onThisMachine } from '../machine-options.ts';
import { addOutputOptions, type OutputFlags, openOutput } from '../output-options.ts';
import { performRun } from '../perform-run.ts';
import { prepareMachine } from '../prepare-machine.ts';
import { printPlan } from '../print-plan.ts';
import { printPolicy } from '../print-policy.ts';
import { ReportedError } from '../reported-error.ts';
import { addRunOptions } from '../run-options.ts';
import { hasCluster, type WantedRunFlags, wantedRun } from '../wanted-run.ts';

interface UpFlags extends WantedRunFlags, OutputFlags {
  readonly until: StepId;
  readonly keep?: KeepFlag;
  readonly sequential: boolean;
  readonly bootstrap: boolean;
  readonly dryRun: boolean;
  readonly policy: boolean;
  readonly acceptCost?: boolean;
}

const stepIds = installFlow(() => undefined).map((step) => step.id);

/** `pca-e2e up`: the install flow. */
export function upCommand(io: Io): Command {
  const command = new Command('up');
  addKeepOption(command, 'leave the cluster and the mocked AWS running: always, or only when the run failed');
  return addOutputOptions(addRunOptions(command), 'report.json')
    .addOption(new Option('--until <step>', 'stop after this step').choices(stepIds).default('pod-chain'))
    .addOption(
      new Option('--from <step>', 'of a kept run: this step and all that stands on it once more').choices(stepIds),
    )
    .option('--run-id <id>', 'name of the run; carried by everything it makes')
    .option('--run-dir <dir>', "folder for the report (default: runs/<run id>); a kept run's: go on with that run")
    .option('--sequential', 'one step at a time', false)
    .option('--bootstrap', 'first install and start what this machine lacks (Docker; build tools)', false)
    .option('--dry-run', 'print the plan: steps, commands, calls of AWS; touch nothing', false)
    .option('--policy', 'print the IAM policy that a run with --aws real needs, as JSON; touch nothing', false)
    .option(
      '--accept-cost',
      'agree to what --aws real costs, where nobody can be asked; counts as flag or variable alone',
    )
    .addHelpText('after', examples)
    .action((flags: UpFlags) => up(io, flags, command));
}

const examples = `
Examples:
  pca-e2e up                                    run the whole flow, report, and remove everything
  pca-e2e up --keep                             leave it running to look inside
  pca-e2e up --keep failed --run-dir out        in CI: keep only what failed
  pca-e2e up --until istio-ca --keep            stop once cacerts is there
  pca-e2e up --dry-run                          print what would be done, and do nothing
  pca-e2e up --run-dir out                      go on with that kept run, where it stopped or failed
  pca-e2e up --run-dir out --from istio-ca      do that step and all that stands on it again
  pca-e2e up --cert-manager 1.15.3              the guide's own version
  pca-e2e up --provider existing --context team    as a guest in a cluster that is there
  pca-e2e up --aws real --aws-profile dev       in an account of AWS itself: shows what it costs, and asks
  pca-e2e up --aws real --policy                the IAM policy for that: the run, its undo and clean`;

async function up(io: Io, flags: UpFlags, command: Command): Promise<void> {
  await completeAwsFlags(flags, command);
  const { run, ...kept } = await wantedRun(io, flags, command);
  const { until, from } = flags;
  if (flags.policy) {
    printPolicy(io, { run, ...kept });
    return;
  }
  if (flags.dryRun) {
    printPlan(io, command, { run, ...kept, until, from, json: flags.json });
    return;
  }
  const output = openOutput(io, flags);
  const interrupt = interruptSignal({
    meanwhile: kept.continuing ? 'ending, and the run stays kept' : 'removing what was made',
    leaves: () => `To remove what is there: ${downCommand(run)}`,
    say: (line) => output.terminal.printLine(line),
  });
  const { signal } = interrupt;
  try {
    const flow = installFlow(() => undefined);
    const left = remainingWork(flow, kept.continuing ?? { run, outputs: {} }, { until, from });
    if (makesInAws(left)) {
      const isKept = kept.continuing !== undefined || flags.keep !== undefined;
      // A settings file is shared by all users of the project: the user who pays must agree.
      const accepted = flags.acceptCost === true && command.getOptionValueSource('acceptCost') !== 'config';
      const dialogue = { output: flags.json ? io.stderr : io.stdout, input: process.stdin, signal };
      await agreeToCost({ ...dialogue, run, accepted, isKept });
    }
    // A cluster that stands already has what the machine must have for one.
    if (!hasCluster({ ...kept, until, from })) {
      const { artifacts } = run.options;
      const here = onThisMachine(run.options);
      await prepareMachine({ stream: output.notes, bootstrap: flags.bootstrap, artifacts, ...here, signal });
    }
    const { report, error } = await performRun({
      run,
      ...kept,
      until,
      from,
      sequential: flags.sequential,
      keep: keepOf(flags.keep),
      signal,
      reporters: [output.terminal, ...stepSummaryReports(io.env)],
    });
    if (flags.json) io.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    if (error !== undefined) throw new ReportedError(error);
  } finally {
    output.dispose();
    interrupt.dispose();
  }
}

/** Whether something is still to be made in the AWS account: what a kept run has there, its user has agreed to. */
function makesInAws({ steps, alreadyDone }: RemainingWork): boolean {
  return steps.some(({ id }) => (id === 'ca-hierarchy' || id === 'iam-role') && !(id in alreadyDone));
}
