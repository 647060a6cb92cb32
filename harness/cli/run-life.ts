import type { StandingRun } from '../clusters/standing-runs.ts';
import { findRunState, type KeptRun } from '../flow/run-state.ts';
import { type ProcessIdentity, processState } from '../process/process-identity.ts';
import { readOwner } from './run-owner.ts';

/**
 * What has become of a run:
 * - `running`: a living process works on it.
 * - `kept`: its folder has its state, by which another shell goes on with it.
 * - `killed`: neither, and the process that made it is known to be gone. Only such a run is a leftover.
 * - `unknown`: it cannot be said from here; `why` tells the reason.
 */
export interface RunLife {
  readonly state: 'running' | 'kept' | 'killed' | 'unknown';
  readonly why: string;
}

/** A run of which something stands, and what has become of it. */
export interface JudgedRun extends StandingRun {
  readonly life: RunLife;
}

/** Runs with what has become of each. */
export const judgedRuns = (runs: readonly StandingRun[]): Promise<readonly JudgedRun[]> =>
  Promise.all(runs.map(async (run) => ({ ...run, life: await lifeOf(run) })));

/** Judges a run by what its makers wrote down: its folder's notes, and the label on its network. */
export async function lifeOf(run: Pick<StandingRun, 'runId' | 'folder' | 'owner'>): Promise<RunLife> {
  try {
    const { worker, kept } = await notesOf(run);
    if (worker && (await processState(worker)) === 'alive') return living(worker);
    if (kept) return await keptLife(kept);
    const owner = worker ?? run.owner;
    if (owner === undefined) return { state: 'unknown', why: 'nothing says which process made it' };
    return await ownersLife(owner);
  } catch (error) {
    // What cannot be read may be a kept run: nobody removes it by mistake.
    return { state: 'unknown', why: error instanceof Error ? error.message : String(error) };
  }
}

async function notesOf({ runId, folder }: Pick<StandingRun, 'runId' | 'folder'>) {
  if (folder === undefined) return {};
  const [note, kept] = await Promise.all([readOwner(folder), findRunState(folder)]);
  return {
    ...(note?.runId === runId ? { worker: note.owner } : {}),
    ...(kept?.run.id === runId ? { kept } : {}),
  };
}

async function keptLife({ heldBy }: KeptRun): Promise<RunLife> {
  if (heldBy === undefined) return { state: 'kept', why: 'kept until it is removed' };
  const state = await processState(heldBy);
  if (state === 'alive') return { state: 'kept', why: `kept for process ${heldBy.pid}` };
  return ownersLife(heldBy);
}

async function ownersLife(owner: ProcessIdentity): Promise<RunLife> {
  const state = await processState(owner);
  if (state === 'alive') return living(owner);
  if (state === 'gone') return { state: 'killed', why: `process ${owner.pid} is gone` };
  return { state: 'unknown', why: `process ${owner.pid} of ${owner.host} made it, which cannot be seen from here` };
}

const living = ({ pid }: ProcessIdentity): RunLife => ({ state: 'running', why: `process ${pid} works on it` });
