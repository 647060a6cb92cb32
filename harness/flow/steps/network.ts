import { createNetworkCommand, createRunNetwork, removeRunNetwork } from '../../clusters/docker-network.ts';
import { readClusterRecord } from '../cluster-record.ts';
import { needsDocker } from '../needs-docker.ts';
import { runsCommand } from '../planned-action.ts';
import { defineStep, type UndoContext } from '../step.ts';

const title = 'Docker network';

/** The Docker network that the cluster's node and the mocked AWS share; none for a run that has neither. */
export const networkStep = defineStep({
  id: 'network',
  title,
  titleFor: (options) => (needsDocker(options) ? title : `${title} (none is needed)`),
  guideStep: 'before',
  needs: [],
  plan: ({ run }) =>
    needsDocker(run.options) ? [runsCommand(createNetworkCommand({ runId: run.id, runFolder: run.folder }))] : [],
  async run({ run, signal }) {
    if (!needsDocker(run.options)) return {};
    return { dockerNetwork: await createRunNetwork({ runId: run.id, runFolder: run.folder, signal }) };
  },
  async undo(context) {
    // By its labels `list`, `down` and `clean` find the run, as long as something of it is in somebody's cluster.
    const { folder, options } = context.run;
    const isMark = needsDocker(options) && (await readClusterRecord(folder)) !== undefined;
    return isMark ? 'it stays as the mark of this run' : remove(context);
  },
  // Docker removes no network that a container is on.
  undoAfter: ['cluster', 'aws'],
  again: { reset: remove },
});

async function remove({ run, signal }: UndoContext): Promise<undefined> {
  if (needsDocker(run.options)) await removeRunNetwork({ runId: run.id, signal });
  return undefined;
}
