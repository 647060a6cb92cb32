import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { standingRuns } from '../clusters/standing-runs.ts';
import { UsageError } from '../errors/harness-error.ts';
import { installFlow } from '../flow/install-flow.ts';
import { needsDocker } from '../flow/needs-docker.ts';
import { remainingWork } from '../flow/remaining-work.ts';
import type { Run } from '../flow/run.ts';
import { newRunId, newRunInstance, validateRunId } from '../flow/run-id.ts';
import { findRunState, type KeptRun } from '../flow/run-state.ts';
import type { StepId } from '../flow/step-outputs.ts';
import { refuseOtherOptions } from './given-options.ts';
import type { Io } from './io.ts';
import { withNamedEndpoint } from './kept-run.ts';
import { type RunFlags, runOptionsOf } from './run-options.ts';

export interface WantedRunFlags extends RunFlags {
  readonly runId?: string;
  readonly runDir?: string;
  readonly from?: StepId;
}

export interface WantedRun {
  readonly run: Run;
  /** The kept run that is gone on with; undefined for a new one. */
  readonly continuing?: KeptRun;
}

/**
 * The run that `up` is for: the kept one in the folder that was given, or a new one.
 *
 * @throws UsageError when a kept run is asked for that is not there, or with options that it was not made with.
 */
export async function wantedRun(io: Io, flags: WantedRunFlags, command: Command): Promise<WantedRun> {
  const id = flags.runId === undefined ? undefined : validateRunId(flags.runId);
  const folder = flags.runDir === undefined ? undefined : resolve(io.cwd, flags.runDir);
  const continuing = folder === undefined ? undefined : await standingKeptRun(folder);
  if (continuing) {
    const { run } = continuing;
    if (id !== undefined && id !== run.id) {
      throw new UsageError(`${folder} is the folder of the kept run ${run.id}, not of ${id}`, {
        remedy: 'Leave --run-id out to go on with it, or give another --run-dir for a new run.',
      });
    }
    refuseOtherOptions(command, run);
    return { run, continuing };
  }
  if (flags.from !== undefined) {
    throw new UsageError(
      `--from ${flags.from} goes on with a kept run, and there is none in ${folder ?? 'a new folder'}`,
      {
        remedy: 'Give its folder with --run-dir; `pca-e2e list` shows the kept runs.',
      },
    );
  }
  const runId = id ?? newRunId();
  const run = { id: runId, instance: newRunInstance(), options: runOptionsOf(flags) };
  return { run: { ...run, folder: folder ?? resolve(io.cwd, join('runs', runId)) } };
}

/** Whether the run is gone on with on the cluster that it has. */
export function hasCluster(
  wanted: Pick<WantedRun, 'continuing'> & { readonly until: StepId; readonly from: StepId | undefined },
) {
  const { continuing, until, from } = wanted;
  return (
    continuing !== undefined &&
    'cluster' in remainingWork(installFlow(noProgress), continuing, { until, from }).alreadyDone
  );
}

const noProgress = () => undefined;

/** A kept run of which nothing stands any more (Docker was emptied) is none to go on with. */
async function standingKeptRun(folder: string): Promise<KeptRun | undefined> {
  const found = await findRunState(folder);
  const kept = found && (await withNamedEndpoint(found));
  if (kept === undefined || !needsDocker(kept.run.options)) return kept;
  return (await standingRuns()).some(({ runId }) => runId === kept.run.id) ? kept : undefined;
}
