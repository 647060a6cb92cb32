import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nameForRun } from '../clusters/ownership.ts';
import { standingRuns } from '../clusters/standing-runs.ts';
import { MachineError, UsageError } from '../errors/harness-error.ts';
import type { Run } from '../flow/run.ts';
import { readRunState } from '../flow/run-state.ts';

/**
 * Makes the run's folder and makes sure that neither its id nor its folder is another run's: undoing goes by the id, so
 * a run that shared one would remove the other's cluster.
 *
 * @throws UsageError naming the other run and how to remove it; MachineError when the folder cannot be written.
 */
export async function claimRun(run: Run): Promise<void> {
  const other = (await standingRuns()).find(({ runId }) => runId === run.id);
  if (other) {
    throw new UsageError(`Run ${run.id} is there already (${[nameForRun(run.id), ...other.containers].join(', ')})`, {
      remedy: `Remove it with \`pca-e2e down --run-id ${run.id}\`, or give another --run-id.`,
    });
  }
  await refuseKeptRun(run.folder);
  await makeWritable(run.folder);
}

async function refuseKeptRun(folder: string): Promise<void> {
  const kept = await readRunState(folder).catch((error: unknown) => {
    if (error instanceof UsageError) return undefined;
    throw error;
  });
  if (kept === undefined) return;
  const standing = (await standingRuns()).some(({ runId }) => runId === kept.run.id);
  if (!standing) return;
  throw new UsageError(`${folder} is the folder of the kept run ${kept.run.id}`, {
    remedy: `Give another --run-dir, or remove that run with \`pca-e2e down --run-dir ${folder}\`.`,
  });
}

async function makeWritable(folder: string): Promise<void> {
  const probe = join(folder, '.writable');
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, '');
    await rm(probe);
  } catch (cause) {
    throw new MachineError(`The run folder ${folder} cannot be written`, {
      cause,
      remedy: 'Make room, or give another folder with --run-dir.',
    });
  }
}
