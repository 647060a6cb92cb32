import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

/** For tests of the real command: its binary run as a user runs it, in a process of its own. */
const binary = fileURLToPath(new URL('../bin.js', import.meta.url));

export interface FinishedCommand {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | undefined;
}

/** Runs `pca-e2e` to its end. Never rejects: the exit code is part of what a test looks at. */
export async function pcaE2e(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<FinishedCommand> {
  return startPcaE2e(args, env).finished;
}

export interface StartedCommand {
  readonly finished: Promise<FinishedCommand>;
  /** Resolves when a line with this text has been printed; rejects when the command ends without it. */
  lineWith(text: string): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts `pca-e2e`; what it prints also goes to this process's standard error, so that a long run is not silent. */
export function startPcaE2e(args: readonly string[], env: Readonly<Record<string, string>> = {}): StartedCommand {
  const subprocess = execa(process.execPath, [binary, ...args], {
    reject: false,
    all: true,
    env: { NO_COLOR: '1', ...env },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: ['pipe', 'inherit'],
  });
  return {
    finished: subprocess.then(({ stdout, stderr, exitCode }) => ({ stdout, stderr, exitCode })),
    async lineWith(text) {
      for await (const line of subprocess.iterable({ from: 'all' })) if (String(line).includes(text)) return;
      throw new Error(`pca-e2e ${args.join(' ')} ended without printing "${text}"`);
    },
    kill: (signal) => subprocess.kill(signal),
  };
}

/** A new folder for a run, outside the project. */
export function temporaryRunFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'pca-e2e-')));
}
