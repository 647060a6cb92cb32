import { resolve } from 'node:path';
import type { StandingRun } from '../clusters/standing-runs.ts';
import { UsageError } from '../errors/harness-error.ts';
import { defaultRunOptions } from '../flow/run.ts';
import { findRunState, type KeptRun, readRunState } from '../flow/run-state.ts';
import type { Io } from './io.ts';
import { judgedRuns } from './run-life.ts';

/**
 * The kept run that a command is meant for: the one in the given folder, or the only one there is.
 *
 * @throws UsageError when there is none, or more than one to choose from.
 */
export async function findKeptRun(io: Io, runDir: string | undefined): Promise<KeptRun> {
  return readRunState(runDir === undefined ? await onlyRunFolder() : resolve(io.cwd, runDir));
}

async function onlyRunFolder(): Promise<string> {
  const runs = (await judgedRuns()).filter(({ life }) => life.state === 'kept');
  const [only, ...others] = runs;
  if (only?.folder === undefined) {
    throw new UsageError('There is no kept run', { remedy: 'Make one with `pca-e2e up --keep`.' });
  }
  if (others.length > 0) {
    throw new UsageError(`There are ${runs.length} kept runs: ${runs.map((run) => run.runId).join(', ')}`, {
      remedy: `Say which one, for example --run-dir ${only.folder}; \`pca-e2e list\` shows their folders.`,
    });
  }
  return only.folder;
}

/** A run that stands: with its state when its folder still has it, by Docker's labels alone when not. */
export async function runStanding({ runId, folder }: StandingRun): Promise<KeptRun> {
  const unknown = { run: { id: runId, folder: folder ?? '', options: defaultRunOptions }, outputs: {} };
  if (folder === undefined) return unknown;
  // By now the folder may be another run's.
  const kept = await findRunState(folder);
  return kept?.run.id === runId ? kept : unknown;
}
