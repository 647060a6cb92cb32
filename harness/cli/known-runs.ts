import { DockerAwayError } from '../clusters/ask-docker.ts';
import { type StandingRun, standingRuns } from '../clusters/standing-runs.ts';
import { MachineError } from '../errors/harness-error.ts';
import { needsDocker } from '../flow/needs-docker.ts';
import { findRunState } from '../flow/run-state.ts';
import { runFolders } from './clean/run-folders.ts';
import { legible } from './legible.ts';
import { type JudgedRun, judgedRuns } from './run-life.ts';
import { readOwner } from './run-owner.ts';

/** The runs that can be found from here. */
export interface KnownRuns {
  readonly runs: readonly JudgedRun[];
  /** Why Docker does not answer, when it does not: runs that have something in it are then not among these. */
  readonly dockerAway: DockerAwayError | undefined;
}

/**
 * Every run of which Docker has something, by labels alone; and those that need no Docker, by what is noted in their
 * folders: in `runs/` here, and in temporary folders of ours. A folder elsewhere has to be named.
 */
export async function knownRuns(cwd: string, signal?: AbortSignal): Promise<KnownRuns> {
  const { runs, dockerAway } = await runsInDocker(signal);
  const inDocker = new Set(runs.map(({ runId }) => runId));
  const noted = (await runsWithoutDocker(await runFolders(cwd))).filter(({ runId }) => !inDocker.has(runId));
  return { runs: await judgedRuns([...runs, ...noted]), dockerAway };
}

/** The runs of these folders that go on, are kept or were killed, and need no Docker. */
export async function runsWithoutDocker(folders: readonly string[]): Promise<readonly StandingRun[]> {
  return (await Promise.all(folders.map(runWithoutDocker))).filter((run) => run !== undefined);
}

/** The run of a folder, when it goes on, is kept or was killed, and needs no Docker. */
export async function runWithoutDocker(folder: string): Promise<StandingRun | undefined> {
  const [note, kept] = await Promise.all([legible(readOwner(folder)), legible(findRunState(folder))]);
  const runId = note?.runId ?? kept?.run.id;
  const options = note?.options ?? (kept?.run.id === runId ? kept?.run.options : undefined);
  if (runId === undefined || options === undefined || needsDocker(options)) return undefined;
  return { runId, folder, owner: undefined, containers: [], networks: [] };
}

/** That Docker was not asked, for people; nothing when it was. */
export function dockerNote(dockerAway: DockerAwayError | undefined): readonly string[] {
  if (dockerAway === undefined) return [];
  return [`Docker was not asked (${dockerAway.message}): runs that have something in it are not among these.`];
}

/** The same for programs. */
export const dockerAnswer = (dockerAway: DockerAwayError | undefined) =>
  dockerAway === undefined ? { asked: true } : { asked: false, why: dockerAway.message };

/** The error for a run that is not known, when Docker may know it. */
export const unknownWithout = (dockerAway: DockerAwayError, what: string): MachineError =>
  new MachineError(`${what}, and Docker was not asked: ${dockerAway.message}`, {
    cause: dockerAway,
    remedy: `A run that needs no Docker is found by its folder: --run-dir DIR. For the others: ${dockerAway.remedy}`,
  });

async function runsInDocker(signal: AbortSignal | undefined) {
  try {
    return { runs: await standingRuns(signal), dockerAway: undefined };
  } catch (error) {
    if (error instanceof DockerAwayError) return { runs: [], dockerAway: error };
    throw error;
  }
}
