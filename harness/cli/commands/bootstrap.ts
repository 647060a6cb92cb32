import { Command } from 'commander';
import { hostToolsFor } from '../../artifacts/select-source.ts';
import { needsDocker } from '../../flow/needs-docker.ts';
import { bootstrapMachine } from '../../machine/bootstrap.ts';
import { interruptSignal } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { addMachineOptions, type MachineFlags } from '../machine-options.ts';

interface BootstrapFlags extends MachineFlags {
  readonly dryRun: boolean;
  readonly verbose: boolean;
  readonly json: boolean;
}

/** `pca-e2e bootstrap`: installs and starts what this machine lacks. */
export function bootstrapCommand(io: Io): Command {
  return addMachineOptions(new Command('bootstrap'))
    .option('--dry-run', 'only say what would be done', false)
    .option('--verbose', "show the package manager's output", false)
    .option('--json', 'print one JSON document, and everything else on standard error', false)
    .addHelpText('after', examples)
    .action((flags: BootstrapFlags) => bootstrap(io, flags));
}

const examples = `
Examples:
  pca-e2e bootstrap --dry-run         see what would be installed and started
  pca-e2e bootstrap                   do it; needs to be root where something is to be installed
  pca-e2e bootstrap --provider existing --aws real --artifacts registry    for a run that needs no Docker
  pca-e2e bootstrap --json | jq .actions`;

async function bootstrap(io: Io, flags: BootstrapFlags): Promise<void> {
  const interrupt = interruptSignal();
  const stream = flags.json ? io.stderr : io.stdout;
  try {
    const { actions } = await bootstrapMachine({
      hostTools: hostToolsFor(flags.artifacts),
      needsDocker: needsDocker(flags),
      dryRun: flags.dryRun,
      signal: interrupt.signal,
      onAction: (action) => stream.write(`${flags.dryRun ? 'Would: ' : ''}${action}\n`),
      ...(flags.verbose ? { onLine: (line: string) => stream.write(`  ${line}\n`) } : {}),
    });
    if (flags.json) io.stdout.write(`${JSON.stringify({ dryRun: flags.dryRun, actions }, null, 2)}\n`);
    else if (actions.length === 0) io.stdout.write('Nothing to do: this machine is ready.\n');
  } finally {
    interrupt.dispose();
  }
}
