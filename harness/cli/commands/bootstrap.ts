import { Command } from 'commander';
import type { ArtifactSource } from '../../artifacts/artifact-source.ts';
import { hostToolsFor } from '../../artifacts/select-source.ts';
import { bootstrapMachine } from '../../machine/bootstrap.ts';
import { interruptSignal } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { artifactsOption } from '../run-options.ts';

interface BootstrapFlags {
  readonly artifacts: ArtifactSource['name'];
  readonly dryRun: boolean;
  readonly verbose: boolean;
}

/** `pca-e2e bootstrap`: installs and starts what this machine lacks. */
export function bootstrapCommand(io: Io): Command {
  return new Command('bootstrap')
    .addOption(artifactsOption())
    .option('--dry-run', 'only say what would be done', false)
    .option('--verbose', "show the package manager's output", false)
    .action((flags: BootstrapFlags) => bootstrap(io, flags));
}

async function bootstrap(io: Io, flags: BootstrapFlags): Promise<void> {
  const interrupt = interruptSignal();
  try {
    const { actions } = await bootstrapMachine({
      hostTools: hostToolsFor(flags.artifacts),
      dryRun: flags.dryRun,
      signal: interrupt.signal,
      onAction: (action) => io.stdout.write(`${flags.dryRun ? 'Would: ' : ''}${action}\n`),
      ...(flags.verbose ? { onLine: (line: string) => io.stdout.write(`  ${line}\n`) } : {}),
    });
    if (actions.length === 0) io.stdout.write('Nothing to do: this machine is ready.\n');
  } finally {
    interrupt.dispose();
  }
}
