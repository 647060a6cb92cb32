import type { ComponentVersions } from '../artifacts/versions.ts';
import { readClusterRecord } from '../flow/cluster-record.ts';
import { findRunState, type KeptRun } from '../flow/run-state.ts';
import type { StepId } from '../flow/step-outputs.ts';
import type { RunOutcome } from '../reports/run-report.ts';
import { readReport } from './continued-report.ts';
import { legible } from './legible.ts';
import type { JudgedRun } from './run-life.ts';

/** A run at a glance. What is not known (its folder is gone, or it has not ended) is undefined. */
export interface RunOverview extends JudgedRun {
  readonly outcome: RunOutcome | undefined;
  /** When it, or the last process that went on with it, began; ISO 8601, UTC. */
  readonly startedAt: string | undefined;
  readonly stepsDone: readonly StepId[] | undefined;
  readonly versions: ComponentVersions | undefined;
  /** Context of a cluster of somebody's that it is a guest in; undefined for one with a cluster of its own. */
  readonly guestOf: string | undefined;
}

/** Adds to a run what its folder tells of it. */
export async function overviewOf(run: JudgedRun): Promise<RunOverview> {
  const { folder } = run;
  // A folder that cannot be read has been judged already: the run is of an unknown state, for that reason.
  const readable = folder !== undefined && run.life.state !== 'unknown';
  const [kept, report, added] = readable
    ? await Promise.all([
        legible(findRunState(folder)),
        legible(readReport(folder)),
        legible(readClusterRecord(folder)),
      ])
    : [];
  const own = report?.runId === run.runId ? report : undefined;
  return {
    ...run,
    outcome: own?.outcome,
    startedAt: own?.startedAt,
    stepsDone: kept?.run.id === run.runId ? stepsDone(kept) : undefined,
    versions: own?.versions ?? kept?.run.options.versions,
    guestOf: added?.cluster.context,
  };
}

function stepsDone({ outputs, unfinished = [] }: KeptRun): readonly StepId[] {
  return (Object.keys(outputs) as StepId[]).filter((id) => !unfinished.includes(id));
}
