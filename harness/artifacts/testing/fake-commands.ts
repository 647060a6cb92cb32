import { CommandError } from '../../process/command-error.ts';
import type { CommandOptions, CommandResult, runCommand } from '../../process/run-command.ts';

/** What a pretended program does: prints, or fails with an exit code. */
export type FakeOutcome =
  | { readonly stdout?: string }
  | { readonly exitCode: number; readonly stderr: string; readonly stdout?: string };

export type FakeProgram = (args: readonly string[], options: CommandOptions) => FakeOutcome | Promise<FakeOutcome>;

/** Stands in for `runCommand`: programs by name, and a record of what was run. Any other program is missing. */
export function fakeCommands(programs: Readonly<Record<string, FakeProgram>>) {
  const ran: string[] = [];
  const run: typeof runCommand = async (file, args, options = {}): Promise<CommandResult> => {
    const command = [file, ...args].join(' ');
    ran.push(command);
    const program = programs[file];
    const failure = { command, stdout: '', missing: program === undefined };
    if (program === undefined) {
      throw new CommandError({ ...failure, outcome: 'was not found', exitCode: undefined, stderr: '' });
    }
    const outcome = await program(args, options);
    if ('exitCode' in outcome) {
      for (const line of outcome.stderr.split('\n')) options.onLine?.(line);
      throw new CommandError({ ...failure, ...outcome, outcome: `failed with exit code ${outcome.exitCode}` });
    }
    const stdout = outcome.stdout ?? '';
    for (const line of stdout.split('\n')) options.onLine?.(line);
    return { stdout, stderr: '', exitCode: 0, durationMs: 1 };
  };
  return { run, ran };
}
