import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { standingRuns } from '../clusters/standing-runs.ts';
import { stateFile } from '../flow/run-state.ts';
import { runStanding } from './kept-run.ts';
import { removeRun } from './remove-run.ts';

/**
 * Removes every set-up that stands in a session's folder, also those of a session that was killed.
 *
 * @returns What could not be removed.
 */
export async function removeSetUps(sessionFolder: string): Promise<readonly unknown[]> {
  const inSession = (folder: string | undefined) => folder?.startsWith(`${sessionFolder}${sep}`) ?? false;
  const standing = (await standingRuns()).filter(({ folder }) => inSession(folder));
  const errors = await Promise.all(standing.map(async (run) => removeRun(await runStanding(run), () => undefined)));
  return errors.flat();
}

/** Whether an earlier session of this folder has left a set-up to go on with. */
export function hasKeptSetUp(sessionFolder: string): boolean {
  if (!existsSync(sessionFolder)) return false;
  return readdirSync(sessionFolder).some((name) => existsSync(join(sessionFolder, name, stateFile)));
}
