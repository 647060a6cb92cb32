import { resolve } from 'node:path';
import { refuseUnnamedEndpoint } from '../aws/named-endpoint.ts';
import type { StandingRun } from '../clusters/standing-runs.ts';
import { UsageError } from '../errors/harness-error.ts';
import { undoAccount } from '../flow/aws-undo.ts';
import { defaultRunOptions, type RunOptions } from '../flow/run.ts';
import { findRunState, type KeptRun, readRunState } from '../flow/run-state.ts';
import type { Io } from './io.ts';
import { knownRuns, unknownWithout } from './known-runs.ts';
import { readOwner } from './run-owner.ts';

/**
 * The kept run that a command is meant for: the one in the given folder, or the only one there is.
 *
 * @throws UsageError when there is none, or more than one to choose from; MachineError when Docker alone could know one,
 *   and is away. NotOwnError for a folder of another user. UsageError for an endpoint of AWS that only its files name.
 */
export async function findKeptRun(io: Io, runDir: string | undefined): Promise<KeptRun> {
  return withNamedEndpoint(
    await readRunState(runDir === undefined ? await onlyRunFolder(io) : resolve(io.cwd, runDir)),
  );
}

/**
 * The run that is to be removed: as {@link findKeptRun} finds it; and in the given folder also one that was killed, or
 * left by a second Ctrl-C, whose state was never written.
 *
 * @throws UsageError as that does.
 */
export async function findRunToRemove(io: Io, runDir: string | undefined): Promise<KeptRun> {
  const folder = runDir === undefined ? undefined : resolve(io.cwd, runDir);
  const killed = folder === undefined ? undefined : await readOwner(folder);
  if (killed === undefined) return findKeptRun(io, runDir);
  return runStanding({ runId: killed.runId, folder, owner: undefined, containers: [], networks: [] });
}

async function onlyRunFolder(io: Io): Promise<string> {
  const { runs, dockerAway } = await knownRuns(io.cwd);
  const kept = runs.filter(({ life }) => life.state === 'kept');
  const [only, ...others] = kept;
  if (only?.folder === undefined) {
    const nothing = 'There is no kept run';
    if (dockerAway !== undefined) throw unknownWithout(dockerAway, nothing);
    throw new UsageError(nothing, { remedy: 'Make one with `pca-e2e up --keep`.' });
  }
  if (others.length > 0) {
    throw new UsageError(`There are ${kept.length} kept runs: ${kept.map((run) => run.runId).join(', ')}`, {
      remedy: `Say which one, for example --run-dir ${only.folder}; \`pca-e2e list\` shows their folders.`,
    });
  }
  return only.folder;
}

/**
 * Of a run in AWS itself, the endpoint must be named by this command too, before anything is done.
 *
 * @throws UsageError as {@link refuseUnnamedEndpoint}.
 */
export async function withNamedEndpoint(kept: KeptRun): Promise<KeptRun> {
  const { aws, awsAccess } = kept.run.options;
  const account = await undoAccount(kept);
  if (account?.kind === 'real') refuseUnnamedEndpoint(account);
  if (aws === 'real') refuseUnnamedEndpoint(awsAccess);
  return kept;
}

/**
 * A running, kept or killed run: with its state when its folder still has it; else by its notes, or by Docker's labels alone.
 *
 * @throws UsageError for an endpoint of AWS that only its files name.
 */
export async function runStanding({ runId, folder }: StandingRun): Promise<KeptRun> {
  if (folder === undefined) return knownById(runId, '', {});
  // By now the folder may be another run's.
  const [kept, note] = await Promise.all([findRunState(folder), readOwner(folder)]);
  if (kept?.run.id === runId) return withNamedEndpoint(kept);
  return withNamedEndpoint(knownById(runId, folder, note?.runId === runId ? note.options : {}));
}

const knownById = (id: string, folder: string, options: Partial<RunOptions> | undefined): KeptRun => ({
  run: { id, folder, options: { ...defaultRunOptions, ...options } },
  outputs: {},
});
