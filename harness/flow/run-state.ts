import { join } from 'node:path';
import { unless } from '../errors/error-code.ts';
import { UsageError } from '../errors/harness-error.ts';
import { NotOwnError, readOwnFile } from '../process/own-file.ts';
import { BrokenFileError, readOwnJson } from '../process/own-json.ts';
import type { ProcessIdentity } from '../process/process-identity.ts';
import { replaceFile } from './replace-file.ts';
import type { Run } from './run.ts';
import type { StepId, StepOutputs } from './step-outputs.ts';

/** What another shell needs to go on with a kept run. */
export interface KeptRun {
  readonly run: Run;
  readonly outputs: Partial<StepOutputs>;
  /** Steps that were started and did not pass: something of theirs may be there, whether they have an output or not. */
  readonly unfinished?: readonly StepId[];
  /** The process that the run is kept for, and is no longer needed after. Without it: until somebody removes it. */
  readonly heldBy?: ProcessIdentity;
}

export const stateFile = 'state.json';
const schemaVersion = 1;
/** The mocked account's keys are in it: for its owner's eyes. */
const ownerOnly = 0o600;

/** Writes a kept run's identity and outputs into its folder. */
export async function writeRunState(kept: KeptRun): Promise<void> {
  const state = JSON.stringify({ schemaVersion, ...kept }, null, 2);
  await replaceFile(join(kept.run.folder, stateFile), `${state}\n`, ownerOnly);
}

/**
 * Reads a kept run.
 *
 * @throws UsageError when the folder holds none, or one of another version of the harness; NotOwnError when the folder, the
 *   state, or the kubeconfig that it names is not the user's own; BrokenFileError when the state is cut off.
 */
export async function readRunState(folder: string): Promise<KeptRun> {
  const path = join(folder, stateFile);
  const written = await readOwnJson<WrittenState>(path, isWholeState);
  if (written === undefined) {
    throw new UsageError(`${folder} is not the folder of a kept run: it has no ${stateFile}`, {
      remedy: 'See `pca-e2e list` for the kept runs and their folders.',
    });
  }
  const { schemaVersion: version, ...kept } = written;
  if (version === schemaVersion) {
    await refuseOthersKubeconfig(kept);
    return { ...kept, run: { ...kept.run, folder } };
  }
  throw new UsageError(`${path} has schema version ${version}: expected ${schemaVersion}`, {
    remedy: 'Use the version of the harness that made this run.',
  });
}

type WrittenState = KeptRun & { readonly schemaVersion: number };

/** Of another version of the harness, nothing but its number is looked at. */
const isWholeState = ({ schemaVersion: version, run, outputs }: Partial<WrittenState>): boolean =>
  typeof version === 'number' &&
  (version !== schemaVersion ||
    (typeof run?.id === 'string' &&
      typeof run.options === 'object' &&
      typeof outputs === 'object' &&
      outputs !== null));

/** A kubeconfig may name a program to run: kubectl, helm and istioctl are handed its path. */
async function refuseOthersKubeconfig({ outputs }: KeptRun): Promise<void> {
  const { kubeconfig } = outputs.cluster ?? {};
  if (kubeconfig !== undefined) await unless(['ENOENT', 'ENOTDIR'], readOwnFile(kubeconfig));
}

/**
 * The kept run of a folder, or undefined when it holds none that this version knows.
 *
 * @throws NotOwnError and BrokenFileError as {@link readRunState}: whether there is one cannot be said then.
 */
export async function findRunState(folder: string): Promise<KeptRun | undefined> {
  try {
    return await readRunState(folder);
  } catch (error) {
    if (error instanceof NotOwnError || error instanceof BrokenFileError) throw error;
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}
