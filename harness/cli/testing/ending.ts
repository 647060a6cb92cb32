import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { done, notYet, pollUntil } from '../../wait/poll-until.ts';

const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const noteTimeoutMs = 20_000;

export interface StartedProgram {
  readonly child: ChildProcess;
  /** What it has printed on standard error. */
  printed(): string;
  /** Waits until the program has noted of itself what is asked for. */
  noted(what: RegExp): Promise<string>;
  /** The code that the command ended with, or the signal that ended it. */
  ended(): Promise<number | string | null>;
}

export interface StartOptions extends SpawnOptions {
  /** Where the program notes what it does. */
  readonly journal: string;
  /** How long it takes to undo its work. */
  readonly undoMs?: number;
  readonly mode?: 'throws';
  /** The command that starts the program's command. */
  readonly by?: (command: readonly string[]) => readonly string[];
}

/** Starts undone-program.ts in a process group of its own, and waits until it works. */
export async function startUndoneProgram(options: StartOptions): Promise<StartedProgram> {
  const { journal, undoMs = 300, mode = '', by = (command) => command, ...spawning } = options;
  const command = [process.execPath, fileOf('undone-program.ts'), journal, String(undoMs), mode];
  const [file = '', ...args] = by(command);
  const child = spawn(file, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], ...spawning });
  let stderr = '';
  child.stdout?.resume();
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const exited = once(child, 'close') as Promise<[number | null, string | null]>;
  const noted = (what: RegExp) =>
    pollUntil(
      () => {
        const text = existsSync(journal) ? readFileSync(journal, 'utf8') : '';
        return what.test(text) ? done(text) : notYet(text);
      },
      { waitingFor: `the program to note ${what}`, timeoutMs: noteTimeoutMs, intervalMs: 50 },
    );
  await noted(/^working/);
  return {
    child,
    printed: () => stderr,
    noted,
    async ended() {
      const [code, signal] = await exited;
      return code ?? signal;
    },
  };
}

/** A Node.js on PATH that is too old for the program, by which bin.js has to start another one; undefined without one. */
export const oldNode: string | undefined = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((path) => join(path, 'node'))
  .filter((path) => existsSync(path))
  .find((path) => Number(/^v(\d+)/.exec(spawnSync(path, ['--version']).stdout.toString())?.[1]) < 24);

/** With the starter in front that bin.js has where its own Node.js is too old. */
export const byStarter = (command: readonly string[]): readonly string[] => [
  oldNode ?? process.execPath,
  fileOf('started-by-starter.js'),
  ...command,
];
