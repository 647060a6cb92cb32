import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors/harness-error.ts';
import type { Run } from './run.ts';
import type { StepOutputs } from './step-outputs.ts';

/** What another shell needs to go on with a kept run. */
export interface KeptRun {
  readonly run: Run;
  readonly outputs: Partial<StepOutputs>;
}

const fileName = 'state.json';
const schemaVersion = 1;
/** The mocked account's keys are in it: for its owner's eyes. */
const ownerOnly = 0o600;

/** Writes a kept run's identity and outputs into its folder. */
export async function writeRunState({ run, outputs }: KeptRun): Promise<void> {
  const state = JSON.stringify({ schemaVersion, run, outputs }, null, 2);
  await writeFile(join(run.folder, fileName), `${state}\n`, { mode: ownerOnly });
}

/**
 * Reads a kept run.
 *
 * @throws UsageError when the folder holds none, or one of another version of the harness.
 */
export async function readRunState(folder: string): Promise<KeptRun> {
  const path = join(folder, fileName);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new UsageError(`${folder} is not the folder of a kept run: it has no ${fileName}`, {
      cause,
      remedy: 'See `pca-e2e list` for the kept runs and their folders.',
    });
  }
  const state = JSON.parse(text) as KeptRun & { schemaVersion: number };
  if (state.schemaVersion === schemaVersion) return { run: { ...state.run, folder }, outputs: state.outputs };
  throw new UsageError(`${path} has schema version ${state.schemaVersion}: expected ${schemaVersion}`, {
    remedy: 'Use the version of the harness that made this run.',
  });
}

/** Forgets a run that is gone; its report stays. */
export async function removeRunState(folder: string): Promise<void> {
  await rm(join(folder, fileName), { force: true });
}
