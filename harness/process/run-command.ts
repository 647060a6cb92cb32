import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { ExecaError, execa, type Result } from 'execa';
import { formatDurationMs } from '../wait/duration.ts';
import { CommandError } from './command-error.ts';
import { hideSecrets, secretHider } from './hide-secrets.ts';
import { quoteCommand } from './quote-command.ts';

export interface CommandOptions {
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Text (or a stream of bytes) for the command's standard input; without it the command gets none. */
  readonly input?: string | Readable;
  /** @defaultValue none: the command runs until it ends or the signal fires */
  readonly timeoutMs?: number;
  /** Ends the command (SIGTERM, then SIGKILL after 5 s) and rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Receives every line of standard output and standard error as it comes. */
  readonly onLine?: (line: string) => void;
  /** Exit codes that count as success. @defaultValue [0] */
  readonly acceptExitCodes?: readonly number[];
  /** Texts (tokens, keys) that no log or error message may show. */
  readonly secrets?: readonly string[];
}

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  readonly durationMs: number;
}

/** Told of every command before and after it runs; `--verbose` and the run's `commands.log` listen here. */
export interface CommandObserver {
  started?(commandId: number, command: string): void;
  /** A line of standard output or standard error, secrets hidden. */
  printed?(commandId: number, line: string): void;
  ended?(commandId: number, command: string, outcome: string): void;
}

const observers = new Set<CommandObserver>();
let lastCommandId = 0;

/** Registers an observer until the returned function is called. */
export function observeCommands(observer: CommandObserver): () => void {
  observers.add(observer);
  return () => observers.delete(observer);
}

let marks: Readonly<Record<string, string>> = {};

/**
 * Adds variables to the environment of every command from now on: what they start inherits them, so that it can be
 * found however this process ends.
 */
export function markCommands(variables: Readonly<Record<string, string>>): void {
  marks = { ...marks, ...variables };
}

const killGraceMs = 5_000;
const maxOutputBytes = 256 * 1024 * 1024;

/**
 * Runs one program with an argument vector (never through a shell) and returns what it printed.
 *
 * @throws CommandError when the program is missing, exits with another code than accepted, or runs out of time.
 * The signal's own reason when the signal fired.
 */
export async function runCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  options.signal?.throwIfAborted();
  const command = hideSecrets(quoteCommand([basename(file), ...args]), options.secrets);
  const commandId = ++lastCommandId;
  for (const observer of observers) observer.started?.(commandId, command);
  const onLine = lineListener(commandId, options);

  const subprocess = execa(file, [...args], {
    reject: false,
    // A process group of its own: Ctrl-C on the terminal reaches the harness alone, which then ends its commands in
    // order. Otherwise a second Ctrl-C would kill the very commands that clean up.
    detached: true,
    all: onLine !== undefined,
    stripFinalNewline: true,
    maxBuffer: maxOutputBytes,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...marks, ...options.env },
    ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
  });
  const ending = endGroupWhen(subprocess.pid, options);
  const [result] = await Promise.all([
    subprocess,
    onLine ? forwardLines(subprocess.iterable({ from: 'all' }), onLine) : undefined,
  ]).finally(() => ending.dispose());

  const succeeded = result.exitCode !== undefined && (options.acceptExitCodes ?? [0]).includes(result.exitCode);
  const outcome = succeeded ? `exit ${result.exitCode}` : describeFailure(result, ending.reason, options);
  for (const observer of observers) {
    observer.ended?.(commandId, command, `${outcome} after ${formatDurationMs(result.durationMs)}`);
  }
  if (ending.reason === 'cancelled') throw options.signal?.reason;
  const stdout = result.stdout ?? '';
  const stderr = result.stderr ?? '';
  if (!succeeded) {
    throw new CommandError({
      command,
      outcome,
      exitCode: result.exitCode,
      stdout: hideSecrets(stdout, options.secrets),
      stderr: hideSecrets(stderr, options.secrets),
      missing: result.code === 'ENOENT',
      cause: result.cause,
    });
  }
  return { stdout, stderr, exitCode: result.exitCode ?? 0, durationMs: result.durationMs };
}

/** Who wants the lines of a command as they come: its caller, and observers; undefined when nobody does. */
function lineListener(commandId: number, { onLine, secrets }: CommandOptions): ((line: string) => void) | undefined {
  const watching = [...observers].filter(({ printed }) => printed !== undefined);
  if (watching.length === 0) return onLine;
  const hide = secretHider(secrets);
  return (line) => {
    onLine?.(line);
    const shown = hide(line);
    for (const observer of watching) observer.printed?.(commandId, shown);
  };
}

async function forwardLines(lines: AsyncIterable<string>, onLine: (line: string) => void): Promise<void> {
  try {
    for await (const line of lines) onLine(line);
  } catch (error) {
    // execa ends this iterable with the command's own failure, which runCommand reports; anything else is ours.
    if (!(error instanceof ExecaError)) throw error;
  }
}

type EndReason = 'cancelled' | 'timed out';

/** Ends the command's whole process group when the signal fires or the time is over: SIGTERM, then SIGKILL. */
function endGroupWhen(pid: number | undefined, options: CommandOptions) {
  let reason: EndReason | undefined;
  const timers: NodeJS.Timeout[] = [];
  const end = (why: EndReason) => {
    if (reason !== undefined || pid === undefined) return;
    reason = why;
    signalGroup(pid, 'SIGTERM');
    timers.push(setTimeout(() => signalGroup(pid, 'SIGKILL'), killGraceMs));
  };
  const onAbort = () => end('cancelled');
  options.signal?.addEventListener('abort', onAbort, { once: true });
  if (options.timeoutMs !== undefined) timers.push(setTimeout(() => end('timed out'), options.timeoutMs));
  return {
    get reason() {
      return reason;
    },
    dispose() {
      options.signal?.removeEventListener('abort', onAbort);
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: the group is gone already, which is what we want.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function describeFailure(
  result: Pick<Result, 'code' | 'signal' | 'exitCode'>,
  reason: EndReason | undefined,
  options: CommandOptions,
): string {
  if (reason === 'timed out') return `ran out of time after ${formatDurationMs(options.timeoutMs ?? 0)}`;
  if (reason === 'cancelled') return 'was cancelled';
  if (result.code === 'ENOENT') return 'was not found';
  if (result.signal) return `was ended by ${result.signal}`;
  return `failed with exit code ${result.exitCode ?? 'unknown'}`;
}
