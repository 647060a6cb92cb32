import { Command, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { nameEndpoint } from '../aws/named-endpoint.ts';
import { applySettings, defaultSettingsFile } from './apply-settings.ts';
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
    .addHelpText('after', afterHelp)
    .helpCommand(false);
  for (const entry of commandTable) {
    const command = entry.name === wanted ? await loadCommand(entry, io) : new Command(entry.name);
    program.addCommand(command.description(entry.description));
  }
  program.hook('preAction', async (_, action) => {
    await applySettings(io, action, () => optionNames(io));
    const { awsEndpoint = io.env['PCA_E2E_AWS_ENDPOINT'] } = action.opts<{ awsEndpoint?: string }>();
    if (awsEndpoint) nameEndpoint(awsEndpoint);
  });
  return behavingAlike(program, io);
}

/** The whole program, with every command loaded: for what is made of all of them. */
export async function buildWholeProgram(io: Io): Promise<Command> {
  const program = await buildProgram(io, undefined);
  const commands = await Promise.all(
    commandTable.map(async (entry) => (await loadCommand(entry, io)).description(entry.description)),
  );
  const whole = new Command(program.name()).description(program.description()).helpCommand(false);
  for (const command of commands) whole.addCommand(command);
  return behavingAlike(whole, io);
}

async function optionNames(io: Io): Promise<ReadonlySet<string>> {
  const names = (command: Command): readonly string[] => [
    ...command.options.map((option) => option.name()),
    ...command.commands.flatMap(names),
  ];
  return new Set(names(await buildWholeProgram(io)).filter((name) => name !== 'config'));
}

async function loadCommand(entry: CommandEntry, io: Io): Promise<Command> {
  const command = (await entry.load())(io, () => buildWholeProgram(io));
  if (!entry.hasOwnCommandLine) for (const leaf of leavesOf(command)) leaf.addOption(settingsFileOption());
  return command;
}

const settingsFileOption = () =>
  new Option('--config <file>', `settings for these options (default: ${defaultSettingsFile}, if there)`);

const afterHelp = `
Each command has --help with examples. Every option may also be given by an environment variable, named after it
(PCA_E2E_CERT_MANAGER for --cert-manager), or by ${defaultSettingsFile} (cert-manager: 1.21.2): a flag goes before the
environment, the environment before the file, the file before the default.`;

const leavesOf = (command: Command): readonly Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);

/** Commands throw instead of ending the process, so that what runs can clean up, and tests can look. */
function behavingAlike(command: Command, io: Io): Command {
  for (const subcommand of command.commands) behavingAlike(subcommand, io);
  return command
    .exitOverride()
    .showHelpAfterError('(run with --help to see what is accepted)')
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) });
}
