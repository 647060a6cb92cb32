import { rm } from 'node:fs/promises';
import { standingRuns } from '../../clusters/standing-runs.ts';
import { runCommand } from '../../process/run-command.ts';
import { runStanding } from '../kept-run.ts';
import { removeRun } from '../remove-run.ts';
import type { Leftover, LeftoverGroup } from './leftover.ts';

/**
 * Removes what was found of a killed run or examination, and what a program of it that only now was ended made since.
 *
 * @returns Why something is left, in order.
 */
export async function removeLeftovers(group: LeftoverGroup, signal: AbortSignal): Promise<readonly unknown[]> {
  const errors =
    group.runId === undefined ? await removeProbe(group, signal) : await removeRuns(group.runId, group.folder);
  if (errors.length > 0) return errors;
  for (const { kind, name } of group.leftovers) {
    if (kind === 'folder' || kind === 'file') await rm(name, { recursive: true, force: true });
  }
  return [];
}

/** As often as a look still finds something: what Docker was asked for before its asker was ended may appear late. */
async function removeRuns(runId: string, folder: string | undefined): Promise<readonly unknown[]> {
  for (;;) {
    const errors = await removeRun(await standing(runId, folder), () => undefined);
    if (errors.length > 0) return errors;
    if (!(await standingRuns()).some((run) => run.runId === runId)) return [];
  }
}

async function standing(runId: string, folder: string | undefined) {
  const found = (await standingRuns()).find((run) => run.runId === runId);
  return runStanding(found ?? { runId, folder, owner: undefined, containers: [], networks: [] });
}

async function removeProbe({ leftovers }: LeftoverGroup, signal: AbortSignal): Promise<readonly unknown[]> {
  try {
    for (const leftover of leftovers) await runCommand('docker', removal(leftover), { signal });
    return [];
  } catch (error) {
    return [error];
  }
}

const removal = ({ kind, name }: Leftover): readonly string[] =>
  kind === 'container' ? ['rm', '--force', '--volumes', name] : ['image', 'rm', '--force', name];
