import { resolve } from 'node:path';
import { standingRuns } from '../clusters/standing-runs.ts';
import { UsageError } from '../errors/harness-error.ts';
import { type KeptRun, readRunState } from '../flow/run-state.ts';
import type { Io } from './io.ts';

/**
 * The kept run that a command is meant for: the one in the given folder, or the only one there is.
 *
 * @throws UsageError when there is none, or more than one to choose from.
 */
export async function findKeptRun(io: Io, runDir: string | undefined): Promise<KeptRun> {
  return readRunState(runDir === undefined ? await onlyRunFolder() : resolve(io.cwd, runDir));
}

async function onlyRunFolder(): Promise<string> {
  const runs = await standingRuns();
  const [only, ...others] = runs;
  if (only === undefined)
    throw new UsageError('There is no kept run', { remedy: 'Make one with `pca-e2e up --keep`.' });
  if (others.length > 0) {
    throw new UsageError(`There are ${runs.length} kept runs: ${runs.map((run) => run.runId).join(', ')}`, {
      remedy: `Say which one, for example --run-dir ${only.folder ?? 'DIR'}; \`pca-e2e list\` shows their folders.`,
    });
  }
  if (only.folder === undefined) {
    throw new UsageError(
      `Run ${only.runId} left containers (${only.containers.join(', ')}) but no run folder is known`,
      {
        remedy: `Remove it with \`pca-e2e down --run-id ${only.runId}\`.`,
      },
    );
  }
  return only.folder;
}
