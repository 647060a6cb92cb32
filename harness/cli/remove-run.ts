import { installFlow } from '../flow/install-flow.ts';
import type { RunEventListener } from '../flow/run-events.ts';
import type { KeptRun } from '../flow/run-state.ts';
import { titledFor } from '../flow/step.ts';
import { undoSteps } from '../flow/undo.ts';
import { endProcessesOfRun } from '../process/marked-processes.ts';
import { systemClock } from '../wait/clock.ts';
import { forgetRun } from './keep.ts';

/**
 * Removes what a run left standing, found by its id, and then what leads into it. Its report stays.
 *
 * @returns What could not be removed, in order; the way into the run is then left too.
 */
export async function removeRun({ run, outputs }: KeptRun, emit: RunEventListener): Promise<readonly unknown[]> {
  const steps = titledFor(
    run.options,
    installFlow(() => undefined),
  );
  emit({ type: 'run-started', atMs: Date.now(), runId: run.id, folder: run.folder, steps });
  // Programs that outlived the run's process would go on making what is removed here.
  await endProcessesOfRun(run.id);
  const errors = await undoSteps(steps, { run, outputs, clock: systemClock, emit });
  if (errors.length > 0) return errors;
  // A run that is known by Docker's labels alone has no folder that anybody knows of.
  if (run.folder !== '') await forgetRun(run.folder);
  return [];
}
