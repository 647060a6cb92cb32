import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nameForRun } from '../clusters/ownership.ts';
import { type StandingRun, standingRuns } from '../clusters/standing-runs.ts';
import { MachineError, UsageError } from '../errors/harness-error.ts';
import { needsDocker } from '../flow/needs-docker.ts';
import type { Run } from '../flow/run.ts';
import { findRunState, type KeptRun } from '../flow/run-state.ts';
import { endProcessesOfRun, runVariable } from '../process/marked-processes.ts';
import { makeOwnFolder, NotOwnError } from '../process/own-file.ts';
import { markCommands } from '../process/run-command.ts';
import { runFolders } from './clean/run-folders.ts';
import { runsWithoutDocker } from './known-runs.ts';
import { holdRun, refuseWhileHeld } from './run-owner.ts';

/**
 * Makes a run this process's own: its folder, the mark on every program that it starts, and the note of who works on it.
 * A new run's id and folder must be nobody else's: undoing goes by the id, so a run that shared one would remove the
 * other's cluster. A kept run is gone on with by one process at a time.
 *
 * @throws UsageError naming the other run or process; NotOwnError for another user's folder; MachineError when the folder cannot be
 *   written.
 */
export async function claimRun(run: Run, continuing: KeptRun | undefined): Promise<void> {
  await refuseWhileHeld(run.folder);
  if (continuing) await endProcessesOfRun(run.id);
  else await refuseOtherRuns(run);
  await makeWritable(run.folder);
  markCommands({ [runVariable]: run.id });
  // On a full disk this is the first text that finds no room.
  await holdRun(run);
}

async function refuseOtherRuns(run: Run): Promise<void> {
  const noted = await runsWithoutDocker([...(await runFolders(process.cwd())), run.folder]);
  // A run that needs no Docker does not ask it for the others either.
  const standing = needsDocker(run.options) ? [...(await standingRuns()), ...noted] : noted;
  const other = standing.find(({ runId }) => runId === run.id);
  if (other) {
    throw new UsageError(`Run ${run.id} is there already (${whereIs(other).join(', ')})`, {
      remedy: `Remove it with \`pca-e2e down --run-id ${run.id}\`, or give another --run-id.`,
    });
  }
  const holder = noted.find(({ folder }) => folder === run.folder)?.runId ?? (await keptIn(run.folder, standing));
  if (holder === undefined) return;
  throw new UsageError(`${run.folder} is the folder of run ${holder}`, {
    remedy: `Give another --run-dir, or remove that run with \`pca-e2e down --run-dir ${run.folder}\`.`,
  });
}

const whereIs = ({ runId, folder, containers, networks }: StandingRun): readonly string[] =>
  containers.length + networks.length === 0 ? [folder ?? ''] : [nameForRun(runId), ...containers];

async function keptIn(folder: string, standing: readonly StandingRun[]): Promise<string | undefined> {
  const kept = await findRunState(folder);
  return standing.find(({ runId }) => runId === kept?.run.id)?.runId;
}

async function makeWritable(folder: string): Promise<void> {
  const probe = join(folder, '.writable');
  try {
    makeOwnFolder(folder);
    await writeFile(probe, '');
    await rm(probe);
  } catch (cause) {
    if (cause instanceof NotOwnError) throw cause;
    throw new MachineError(`The run folder ${folder} cannot be written`, {
      cause,
      remedy: 'Make room, or give another folder with --run-dir.',
    });
  }
}
