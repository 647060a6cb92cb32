import { rm } from 'node:fs/promises';
import { type StandingRun, standingRuns } from '../../clusters/standing-runs.ts';
import { type DockerChoice, needsDocker } from '../../flow/needs-docker.ts';
import { defaultRunOptions } from '../../flow/run.ts';
import type { KeptRun } from '../../flow/run-state.ts';
import { runCommand } from '../../process/run-command.ts';
import { runStanding } from '../kept-run.ts';
import { runWithoutDocker } from '../known-runs.ts';
import { removeRun } from '../remove-run.ts';
import { UndoRecord } from '../undo-record.ts';
import type { Leftover, LeftoverGroup, Removal } from './leftover.ts';

/**
 * Removes what was found of a killed run or examination, and what a program of it that only now was ended made since.
 */
export async function removeLeftovers(group: LeftoverGroup, signal: AbortSignal): Promise<Removal> {
  const removal =
    group.runId === undefined ? await removeProbe(group, signal) : await removeRuns(group.runId, group.folder);
  if (removal.errors.length > 0) return removal;
  for (const { kind, name } of group.leftovers) {
    if (kind === 'folder' || kind === 'file') await rm(name, { recursive: true, force: true });
  }
  return removal;
}

/**
 * As often as a look still finds something: what Docker was asked for before its asker was ended may appear late. One run
 * that cannot be removed does not keep the others from it.
 */
async function removeRuns(runId: string, folder: string | undefined): Promise<Removal> {
  const record = new UndoRecord();
  const onEvent = record.onEvent.bind(record);
  try {
    for (;;) {
      const kept = await standing(runId, folder);
      const errors = await removeRun(kept, onEvent);
      if (errors.length > 0) return { undo: record.steps, errors };
      if ((await inDocker(runId, kept.run.options)) === undefined) return { undo: record.steps, errors: [] };
    }
  } catch (error) {
    return { undo: record.steps, errors: [error] };
  }
}

async function standing(runId: string, folder: string | undefined): Promise<KeptRun> {
  const noted = folder === undefined ? undefined : await runWithoutDocker(folder);
  if (noted?.runId === runId) return runStanding(noted);
  const found = await inDocker(runId, defaultRunOptions);
  return runStanding(found ?? { runId, folder, owner: undefined, containers: [], networks: [] });
}

/** What Docker has of a run; of one that needs no Docker it is not asked. */
async function inDocker(runId: string, options: DockerChoice): Promise<StandingRun | undefined> {
  return needsDocker(options) ? (await standingRuns()).find((run) => run.runId === runId) : undefined;
}

async function removeProbe({ leftovers }: LeftoverGroup, signal: AbortSignal): Promise<Removal> {
  try {
    for (const leftover of leftovers) await runCommand('docker', removal(leftover), { signal });
    return { undo: [], errors: [] };
  } catch (error) {
    return { undo: [], errors: [error] };
  }
}

const removal = ({ kind, name }: Leftover): readonly string[] =>
  kind === 'container' ? ['rm', '--force', '--volumes', name] : ['image', 'rm', '--force', name];
