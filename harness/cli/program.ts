import { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { type CommandEntry, commandTable } from './command-table.ts';
import type { Io } from './io.ts';

/**
 * The `pca-e2e` program. Only the command that is wanted is loaded: starting quickly matters to a tool that scripts
 * call, and each command brings libraries that the others do not need.
 *
 * @param wanted - First argument of the command line; the other commands are only listed.
 */
export async function buildProgram(io: Io, wanted: string | undefined): Promise<Command> {
  const program = new Command('pca-e2e')
    .description('From an empty machine to an Istio mesh whose workload certificates chain to AWS Private CA, proven.')
    .version(packageJson.version)
    .helpCommand(false);
  for (const entry of commandTable) {
    const command = entry.name === wanted ? await loadCommand(entry, io) : new Command(entry.name);
    program.addCommand(command.description(entry.description));
  }
  return behavingAlike(program, io);
}

const loadCommand = async (entry: CommandEntry, io: Io) => (await entry.load())(io);

/** Commands throw instead of ending the process, so that what runs can clean up, and tests can look. */
function behavingAlike(command: Command, io: Io): Command {
  for (const subcommand of command.commands) behavingAlike(subcommand, io);
  return command
    .exitOverride()
    .showHelpAfterError('(run with --help to see what is accepted)')
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) });
}
