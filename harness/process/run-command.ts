import { basename } from 'node:path';
import { execa, type Result } from 'execa';
import { formatDurationMs } from '../wait/duration.ts';
import { CommandError } from './command-error.ts';
import { quoteCommand } from './quote-command.ts';

export interface CommandOptions {
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Text for the command's standard input; without it the command gets none. */
  readonly input?: string;
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
  ended?(commandId: number, command: string, outcome: string): void;
}

const observers = new Set<CommandObserver>();
let lastCommandId = 0;

/** Registers an observer until the returned function is called. */
export function observeCommands(observer: CommandObserver): () => void {
  observers.add(observer);
  return () => observers.delete(observer);
}

const killGraceMs = 5_000;

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
  const command = redact(quoteCommand([basename(file), ...args]), options.secrets);
  const commandId = ++lastCommandId;
  for (const observer of observers) observer.started?.(commandId, command);

  const subprocess = execa(file, [...args], {
    reject: false,
    stripFinalNewline: true,
    maxBuffer: 256 * 1024 * 1024,
    forceKillAfterDelay: killGraceMs,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: { ...options.env } }),
    ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
    ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
  });
  if (options.onLine) void forwardLines(subprocess.iterable({ from: 'all' }), options.onLine);
  const result = await subprocess;

  const succeeded = result.exitCode !== undefined && (options.acceptExitCodes ?? [0]).includes(result.exitCode);
  const outcome = succeeded ? `exit ${result.exitCode}` : describeFailure(result, options);
  for (const observer of observers) {
    observer.ended?.(commandId, command, `${outcome} after ${formatDurationMs(result.durationMs)}`);
  }
  if (result.isCanceled) throw options.signal?.reason;
  const stdout = result.stdout ?? '';
  const stderr = result.stderr ?? '';
  if (!succeeded) {
    throw new CommandError({
      command,
      outcome,
      exitCode: result.exitCode,
      stdout: redact(stdout, options.secrets),
      stderr: redact(stderr, options.secrets),
      missing: result.code === 'ENOENT',
      cause: result.cause,
    });
  }
  return { stdout, stderr, exitCode: result.exitCode ?? 0, durationMs: result.durationMs };
}

async function forwardLines(lines: AsyncIterable<string>, onLine: (line: string) => void): Promise<void> {
  try {
    for await (const line of lines) onLine(line);
  } catch (error) {
    // execa ends this iterable with the command's own failure, which runCommand reports; anything else is ours.
    if (!(error instanceof Error && 'exitCode' in error)) throw error;
  }
}

function describeFailure(
  result: Pick<Result, 'timedOut' | 'isCanceled' | 'code' | 'signal' | 'exitCode'>,
  options: CommandOptions,
): string {
  if (result.timedOut) return `ran out of time after ${formatDurationMs(options.timeoutMs ?? 0)}`;
  if (result.isCanceled) return 'was cancelled';
  if (result.code === 'ENOENT') return 'was not found';
  if (result.signal) return `was ended by ${result.signal}`;
  return `failed with exit code ${result.exitCode ?? 'unknown'}`;
}

/** Replaces every secret in a text. */
export function redact(text: string, secrets: readonly string[] = []): string {
  return secrets.filter((secret) => secret.length > 0).reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}
