import { type Command, CommanderError } from 'commander';
import { type ExitCode, exitCode } from '../errors/exit-code.ts';

/**
 * Parses arguments and runs the command they name. Commander prints its own messages for wrong usage; they end with
 * the exit code for usage, and help that was asked for ends well.
 */
export async function runProgram(program: Command, args: readonly string[]): Promise<ExitCode> {
  try {
    await program.parseAsync([...args], { from: 'user' });
    // A program that a command hands over to sets the exit code itself.
    return (process.exitCode ?? exitCode.ok) as ExitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
  }
}
