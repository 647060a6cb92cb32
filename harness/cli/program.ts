import { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { artifactsCommand } from './commands/artifacts.ts';
import { bootstrapCommand } from './commands/bootstrap.ts';
import { doctorCommand } from './commands/doctor.ts';
import { downCommand } from './commands/down.ts';
import { listCommand } from './commands/list.ts';
import { mockCommand } from './commands/mock.ts';
import { runScenariosCommand } from './commands/run.ts';
import { upCommand } from './commands/up.ts';
import { verifyCommand } from './commands/verify.ts';
import type { Io } from './io.ts';

/** The `pca-e2e` program with all its commands. */
export function buildProgram(io: Io): Command {
  const program = new Command('pca-e2e')
    .description('From an empty machine to an Istio mesh whose workload certificates chain to AWS Private CA, proven.')
    .version(packageJson.version)
    .helpCommand(true)
    .showHelpAfterError('(run with --help to see what is accepted)')
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) });
  const commands = [
    upCommand,
    runScenariosCommand,
    verifyCommand,
    downCommand,
    listCommand,
    mockCommand,
    doctorCommand,
    bootstrapCommand,
    artifactsCommand,
  ];
  for (const command of commands) {
    // Each command throws instead of ending the process, so that what runs can clean up, and tests can look.
    program.addCommand(throwing(command(io).copyInheritedSettings(program)));
  }
  return program.exitOverride();
}

function throwing(command: Command): Command {
  for (const subcommand of command.commands) throwing(subcommand.copyInheritedSettings(command));
  return command.exitOverride();
}
