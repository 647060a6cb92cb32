import { containersOfRun, volumesOf } from '../../clusters/run-containers.ts';
import { processesOfRun } from '../../process/marked-processes.ts';
import { type JudgedRun, judgedRuns, lifeOf } from '../run-life.ts';
import { readOwner } from '../run-owner.ts';
import { findProbes } from './find-probes.ts';
import type { Leftover, LeftoverGroup } from './leftover.ts';
import { leftInFolder, runFolders } from './run-folders.ts';

export interface Found {
  readonly groups: readonly LeftoverGroup[];
  /** Runs that stand and are no leftovers: they go on, are kept, or cannot be judged from here. */
  readonly others: readonly JudgedRun[];
}

/** Looks at every run that Docker or a folder knows of, and at what examining the machine makes. Changes nothing. */
export async function findLeftovers(cwd: string, signal: AbortSignal): Promise<Found> {
  const standing = await judgedRuns(signal);
  const killed = standing.filter(({ life }) => life.state === 'killed');
  const known = new Set(standing.map(({ runId }) => runId));
  return {
    groups: [
      ...(await Promise.all(killed.map((run) => inDocker(run, signal)))),
      ...(await inFoldersAlone(cwd, known)),
      ...(await findProbes(signal)),
    ],
    others: standing.filter(({ life }) => life.state !== 'killed'),
  };
}

/** In the order in which it is removed: what makes things first, what says whose they are last. */
async function inDocker(run: JudgedRun, signal: AbortSignal): Promise<LeftoverGroup> {
  const { runId, folder, networks, life } = run;
  const containers = await containersOfRun(runId, signal);
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
    const note = await readOwner(folder);
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
