import { Command } from 'commander';
import { runMockProgram } from '../../../mocks/program.ts';

/** `pca-e2e mock`: the mocked AWS alone. It has a command line of its own, and everything is handed to that. */
export function mockCommand(): Command {
  return new Command('mock')
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .action((_flags: object, command: Command) => runMockProgram(command.args));
}
