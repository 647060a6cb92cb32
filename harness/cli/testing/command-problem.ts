import { PassThrough } from 'node:stream';
import { type Command, CommanderError } from 'commander';
import { type Io, systemIo } from '../io.ts';
import { buildWholeProgram } from '../program.ts';

/** What the program has against these arguments; it is parsed as ever, and then does nothing. */
export async function commandProblem(args: readonly string[]): Promise<string | undefined> {
  const program = await buildWholeProgram(silentIo());
  doNothing(program);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? undefined : error.message;
  }
}

/** Streams that nobody reads. */
export function silentIo(): Io {
  const nowhere = () => new PassThrough() as unknown as NodeJS.WriteStream;
  return { ...systemIo(), stdout: nowhere(), stderr: nowhere() };
}

function doNothing(command: Command): void {
  for (const subcommand of command.commands) doNothing(subcommand);
  if (command.commands.length === 0) command.action(() => undefined);
}
