import { ComponentError } from '../errors/harness-error.ts';

export interface CommandFailure {
  /** The command as it can be pasted into a shell, secrets replaced. */
  readonly command: string;
  readonly outcome: string;
  /** Undefined when the program never ran or was ended by a signal. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether the program was not found on this machine. */
  readonly missing: boolean;
  readonly cause?: unknown;
}

const shownLines = 15;

/** A program failed. The message holds the command, how it ended and the last lines it printed. */
export class CommandError extends ComponentError {
  readonly command: string;
  readonly outcome: string;
  readonly exitCodeOfCommand: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly missing: boolean;

  constructor(failure: CommandFailure) {
    super(
      [`${failure.command} ${failure.outcome}`, lastLines(failure.stderr || failure.stdout)].filter(Boolean).join('\n'),
      {
        cause: failure.cause,
      },
    );
    this.command = failure.command;
    this.outcome = failure.outcome;
    this.exitCodeOfCommand = failure.exitCode;
    this.stdout = failure.stdout;
    this.stderr = failure.stderr;
    this.missing = failure.missing;
  }
}

function lastLines(text: string): string {
  return text.split('\n').slice(-shownLines).join('\n').trim();
}
