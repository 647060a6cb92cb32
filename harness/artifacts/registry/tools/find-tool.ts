import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, resolve } from 'node:path';
import { coerce, minor, satisfies } from 'semver';
import { unless } from '../../../errors/error-code.ts';
import { CommandError } from '../../../process/command-error.ts';
import type { runCommand } from '../../../process/run-command.ts';

export type ToolName = 'kind' | 'kubectl' | 'helm' | 'istioctl';

/** A tool that is installed, and the version that it says it has. */
export interface InstalledTool {
  readonly path: string;
  readonly version: string;
}

interface FindOptions {
  readonly run: typeof runCommand;
  readonly signal: AbortSignal;
  /** @defaultValue the process's own PATH */
  readonly searchPath: string | undefined;
}

/** A tool on the PATH, or undefined where there is none that says its version. */
export async function findTool(name: ToolName, options: FindOptions): Promise<InstalledTool | undefined> {
  const path = await firstOnPath(name, options.searchPath ?? process.env['PATH'] ?? '');
  if (path === undefined) return undefined;
  try {
    const { stdout } = await options.run(path, versionArguments[name], {
      signal: options.signal,
      timeoutMs: versionTimeoutMs,
    });
    const version = versionPattern.exec(stdout)?.[1];
    return version === undefined ? undefined : { path, version };
  } catch (error) {
    // A broken installation is none: the tool is fetched instead.
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}

/** Whether an installed version does for a wanted one. */
export const suits: Readonly<Record<ToolName, (installed: string, wanted: string) => boolean>> = {
  // Each minor release of kind makes node images of its own kind.
  kind: (installed, wanted) => minorOf(installed) === minorOf(wanted),
  // https://kubernetes.io/releases/version-skew-policy/#kubectl
  kubectl: (installed, wanted) => Math.abs(minorOf(installed) - minorOf(wanted)) <= 1,
  // Charts in OCI registries came with 3.8; 4 has not been tried.
  helm: (installed) => satisfies(installed, '>=3.8.0 <4'),
  istioctl: (installed, wanted) => installed === wanted,
};

const versionTimeoutMs = 10_000;
const versionPattern = /\bv?(\d+\.\d+\.\d+[\w.+-]*)/;

const versionArguments: Readonly<Record<ToolName, readonly string[]>> = {
  kind: ['version'],
  kubectl: ['version', '--client'],
  helm: ['version', '--short'],
  istioctl: ['version', '--remote=false', '--short'],
};

async function firstOnPath(name: ToolName, searchPath: string): Promise<string | undefined> {
  for (const folder of searchPath.split(delimiter).filter((each) => each !== '')) {
    const path = resolve(folder, name);
    const runnable = access(path, constants.X_OK).then(() => true);
    if (await unless(['ENOENT', 'EACCES', 'ENOTDIR'], runnable)) return path;
  }
  return undefined;
}

function minorOf(version: string): number {
  const known = coerce(version);
  return known === null ? Number.NaN : minor(known);
}
