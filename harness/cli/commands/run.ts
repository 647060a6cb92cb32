import { resolve } from 'node:path';
import { Command } from 'commander';
import { AssertionFailedError } from '../../errors/harness-error.ts';
import type { Shard } from '../../matrix/shard.ts';
import { thisProcess } from '../../process/process-identity.ts';
import { refuseRealAws } from '../aws-options.ts';
import { buildArtifacts } from '../build-artifacts.ts';
import { refuseExistingCluster } from '../cluster-options.ts';
import { interruptSignal } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { addKeepOption, type KeepFlag, keepOf } from '../keep-option.ts';
import { prepareMachine } from '../prepare-machine.ts';
import { ReportedError } from '../reported-error.ts';
import { runJest } from '../run-jest.ts';
import { addRunOptions, type RunFlags, runOptionsOf } from '../run-options.ts';
import { matchingScenarios, scenarioNames } from '../scenario-files.ts';
import type { ScenarioSession } from '../scenario-session.ts';
import { hasKeptSetUp, removeSetUps } from '../scenario-set-ups.ts';
import { shard } from '../shard-option.ts';

interface RunScenariosFlags extends RunFlags {
  readonly bootstrap: boolean;
  readonly keep?: KeepFlag;
  readonly runDir: string;
  readonly shard?: Shard;
  readonly list: boolean;
  readonly json: boolean;
}

/** `pca-e2e run`: the jest scenarios. */
export function runScenariosCommand(io: Io): Command {
  const command = new Command('run')
    .argument('[scenario...]', 'parts of scenario file names')
    .option('--shard <i/n>', 'run the i-th of n parts of the scenarios', shard)
    .option('--run-dir <dir>', 'folder for set-ups, evidence and report', 'runs/scenarios')
    .option('--list', 'only print the names of the scenarios that would run', false)
    .option('--json', 'print scenarios.json on standard output, and everything else on standard error', false)
    .option('--bootstrap', 'first install and start what this machine lacks', false);
  addKeepOption(command, "leave the scenarios' set-ups running: always, or only those of scenarios that failed");
  return addRunOptions(command)
    .addHelpText('after', examples)
    .action((scenarios: readonly string[], flags: RunScenariosFlags) => runScenarios(io, scenarios, flags));
}

const examples = `
Examples:
  pca-e2e run                                every scenario
  pca-e2e run renewal                        those whose file name has "renewal" in it
  pca-e2e run ca-states --keep               leave the set-up; the next run of it starts at once
  pca-e2e run --issuer 1.12.0 iam            on another version of the issuer
  pca-e2e run --shard 1/3                    the first third, for one of three machines
  pca-e2e run iam --json | jq .outcome       the same for a program`;

async function runScenarios(io: Io, parts: readonly string[], flags: RunScenariosFlags): Promise<void> {
  refuseRealAws(flags, 'Running scenarios');
  refuseExistingCluster(flags, 'Running scenarios');
  const scenarios = matchingScenarios(await scenarioNames(), parts);
  if (flags.list) {
    io.stdout.write(flags.json ? `${JSON.stringify({ names: scenarios }, null, 2)}\n` : `${scenarios.join('\n')}\n`);
    return;
  }
  const shown: Io = flags.json ? { ...io, stdout: io.stderr } : io;
  const session: ScenarioSession = {
    folder: resolve(io.cwd, flags.runDir),
    lifetime: 'command',
    keep: keepOf(flags.keep),
    ...(flags.keep === undefined ? { heldBy: thisProcess() } : {}),
    options: runOptionsOf(flags),
  };
  const interrupt = interruptSignal({
    meanwhile: 'removing the setups that were made',
    leaves: () => 'To remove what is there: npx pca-e2e clean',
  });
  try {
    const { artifacts } = session.options;
    await prepareMachine({
      stream: shown.stdout,
      bootstrap: flags.bootstrap,
      artifacts,
      nodeStands: hasKeptSetUp(session.folder),
      signal: interrupt.signal,
    });
    // Before the scenarios, so that none of them pays for it with its own time, and it is seen to go on.
    await buildArtifacts(shown, session.options, interrupt.signal);
    // jest takes regular expressions for paths: each name, and no other that has it in it.
    const patterns = parts.length === 0 ? [] : scenarios.map((name) => `/scenarios/${name}\\.scenario\\.ts$`);
    const { exitCode, report } = await runJest(session, {
      project: 'scenarios',
      patterns,
      ...(flags.shard === undefined ? {} : { shard: flags.shard }),
      stdout: shown.stdout,
      signal: interrupt.signal,
    });
    if (flags.json && report !== undefined) io.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    const left = session.keep === 'never' ? await removeSetUps(session.folder) : [];
    interrupt.signal.throwIfAborted();
    if (exitCode !== 0) throw new ReportedError(new AssertionFailedError('A scenario failed'));
    if (left.length > 0) throw left[0];
  } finally {
    interrupt.dispose();
  }
}
