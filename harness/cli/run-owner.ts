import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors/harness-error.ts';
import type { DockerChoice } from '../flow/needs-docker.ts';
import { replaceFile } from '../flow/replace-file.ts';
import type { Run } from '../flow/run.ts';
import { readOwnJson } from '../process/own-json.ts';
import { type ProcessIdentity, processState, thisProcess } from '../process/process-identity.ts';

/** Which run a folder belongs to while a process works on it; what a killed process leaves behind. */
export interface RunOwner {
  readonly runId: string;
  readonly owner: ProcessIdentity;
  /** What says whether it has anything in Docker. */
  readonly options?: DockerChoice;
}

export const ownerFile = 'owner.json';

/** Notes in the run's folder that this process works on it. */
export async function holdRun({ id, folder, options: { provider, aws, artifacts } }: Run): Promise<void> {
  const note: RunOwner = { runId: id, owner: thisProcess(), options: { provider, aws, artifacts } };
  await replaceFile(join(folder, ownerFile), `${JSON.stringify(note, null, 2)}\n`);
}

/**
 * @returns undefined when nobody works on the folder's run, and nobody was killed while doing so.
 * @throws As {@link readOwnJson} does.
 */
export async function readOwner(folder: string): Promise<RunOwner | undefined> {
  return readOwnJson<RunOwner>(
    join(folder, ownerFile),
    ({ runId, owner }) => typeof runId === 'string' && typeof owner?.host === 'string' && typeof owner.pid === 'number',
  );
}

export async function releaseRun(folder: string): Promise<void> {
  await rm(join(folder, ownerFile), { force: true });
}

/** @throws UsageError while another living process works on the folder's run. */
export async function refuseWhileHeld(folder: string): Promise<void> {
  const held = await readOwner(folder);
  if (held === undefined || held.owner.pid === process.pid || (await processState(held.owner)) !== 'alive') return;
  throw new UsageError(`Process ${held.owner.pid} works on run ${held.runId} in ${folder}`, {
    remedy: 'Wait for its end, or interrupt it (Ctrl-C): it then removes what it made.',
  });
}
