import type { DockerAwayError } from '../../clusters/ask-docker.ts';
import { containersOfRun, volumesOf } from '../../clusters/run-containers.ts';
import { processesOfRun } from '../../process/marked-processes.ts';
import { knownRuns } from '../known-runs.ts';
import { legible } from '../legible.ts';
import { type JudgedRun, lifeOf } from '../run-life.ts';
import { readOwner } from '../run-owner.ts';
import { findProbes } from './find-probes.ts';
import type { Leftover, LeftoverGroup } from './leftover.ts';
import { leftInFolder, runFolders } from './run-folders.ts';

export interface Found {
  readonly groups: readonly LeftoverGroup[];
  /** Runs that stand and are no leftovers: they go on, are kept, or cannot be judged from here. */
  readonly others: readonly JudgedRun[];
  /** Why Docker was not asked; undefined when it was. What runs have in it is then no part of this. */
  readonly dockerAway: DockerAwayError | undefined;
}

/** Looks at every run that Docker or a folder knows of, and at what examining the machine makes. Changes nothing. */
export async function findLeftovers(cwd: string, signal: AbortSignal): Promise<Found> {
  const { runs, dockerAway } = await knownRuns(cwd, signal);
  const killed = runs.filter(({ life }) => life.state === 'killed');
  const found = await Promise.all(killed.map((run) => leftOf(run, signal)));
  const others = runs.filter(({ life }) => life.state !== 'killed');
  // Of the runs that may have something in Docker, none is taken for gone before Docker can be asked.
  if (dockerAway !== undefined) return { groups: found, others, dockerAway };
  const known = new Set(runs.map(({ runId }) => runId));
  const groups = [...found, ...(await inFoldersAlone(cwd, known)), ...(await findProbes(signal))];
  return { groups, others, dockerAway };
}

/** In the order in which it is removed: what makes things first, what says whose they are last. */
async function leftOf(run: JudgedRun, signal: AbortSignal): Promise<LeftoverGroup> {
  const { runId, folder, networks, life } = run;
  // Docker is asked for a run that it knows; one that needs no Docker is known by its folder.
  const isInDocker = run.containers.length > 0 || networks.length > 0;
  const containers = isInDocker ? await containersOfRun(runId, signal) : [];
  return {
    runId,
    folder,
    why: life.why,
    leftovers: [
      ...(await processesOfRun(runId)).map((pid) => named('process')(String(pid))),
      ...containers.map(({ name }) => name).map(named('container')),
      ...(await volumesOf(containers, signal)).map(named('volume')),
      ...networks.map(named('network')),
      ...(folder === undefined ? [] : await leftInFolder(runId, folder)),
    ],
  };
}

/** Runs that were killed before they made anything in Docker, or after all of that was removed. */
async function inFoldersAlone(cwd: string, known: ReadonlySet<string>): Promise<readonly LeftoverGroup[]> {
  const groups: LeftoverGroup[] = [];
  for (const folder of await runFolders(cwd)) {
    const note = await legible(readOwner(folder));
    if (note === undefined || known.has(note.runId)) continue;
    const { runId } = note;
    const life = await lifeOf({ runId, folder, owner: undefined });
    if (life.state !== 'killed') continue;
    const processes = (await processesOfRun(runId)).map((pid) => named('process')(String(pid)));
    groups.push({ runId, folder, why: life.why, leftovers: [...processes, ...(await leftInFolder(runId, folder))] });
  }
  return groups;
}

const named =
  (kind: Leftover['kind']) =>
  (name: string): Leftover => ({ kind, name });
