import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
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
  /** The first line with this text, as soon as it is printed; rejects when the command ends without it. */
  lineWith(text: string): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  /** Signals every process of its group; of {@link startShell} alone, which makes one. */
  killGroup(signal: NodeJS.Signals): void;
}

/** The command line of `pca-e2e`, as started by a Node.js. */
export const pcaE2eCommand = (args: readonly string[], node = process.execPath): readonly string[] => [
  node,
  binary,
  ...args,
];

/** Starts `pca-e2e`; what it prints also goes to this process's standard error, so that a long run is not silent. */
export const startPcaE2e = (args: readonly string[], env: Readonly<Record<string, string>> = {}): StartedCommand =>
  start(pcaE2eCommand(args), { env, detached: false });

/** Starts a script of bash in a process group of its own, as a shell with job control does. */
export const startShell = (script: string): StartedCommand =>
  start(['bash', '-c', script], { env: {}, detached: true });

function start(
  command: readonly string[],
  { env, detached }: { readonly env: Readonly<Record<string, string>>; readonly detached: boolean },
): StartedCommand {
  const [file = '', ...args] = command;
  const subprocess = execa(file, args, {
    detached,
    reject: false,
    all: true,
    // Runs of tests are no news for the page beside a CI job.
    env: { ...withoutSettings(), NO_COLOR: '1', GITHUB_STEP_SUMMARY: '', ...env },
    extendEnv: false,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: ['pipe', 'inherit'],
  });
  const printed: string[] = [];
  const watchers = new Set<(line: string) => void>();
  // Not execa's own iterable: to stop reading it is to wait for the command's end.
  createInterface({ input: subprocess.all }).on('line', (line) => {
    printed.push(line);
    for (const watch of watchers) watch(line);
  });
  const finished = subprocess.then(({ stdout, stderr, exitCode }) => ({ stdout, stderr, exitCode }));
  return {
    finished,
    lineWith: (text) =>
      new Promise((resolve, reject) => {
        const watch = (line: string) => {
          if (line.includes(text)) resolve(line);
        };
        watchers.add(watch);
        printed.forEach(watch);
        finished.then(() => reject(new Error(`${command.join(' ')} ended without printing "${text}"`)), reject);
      }),
    kill: (signal) => subprocess.kill(signal),
    killGroup: (signal) => process.kill(-(subprocess.pid as number), signal),
  };
}

/** The environment without what it says of options: a test's command takes those that the test gives it. */
function withoutSettings(): NodeJS.ProcessEnv {
  const isSetting = (name: string) => name.startsWith('PCA_E2E_') && name !== 'PCA_E2E_CACHE_DIR';
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isSetting(name)));
}

/** A new folder for a run, outside the project. */
export function temporaryRunFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'pca-e2e-')));
}
