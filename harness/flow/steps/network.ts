import { createNetworkCommand, createRunNetwork, removeRunNetwork } from '../../clusters/docker-network.ts';
import { readClusterRecord } from '../cluster-record.ts';
import { runsCommand } from '../planned-action.ts';
import { defineStep, type UndoContext } from '../step.ts';

/** The Docker network that the cluster's node and the mocked AWS share. */
export const networkStep = defineStep({
  id: 'network',
  title: 'Docker network',
  guideStep: 'before',
  needs: [],
  plan: ({ run }) => [runsCommand(createNetworkCommand({ runId: run.id, runFolder: run.folder }))],
  async run({ run, signal }) {
    return { dockerNetwork: await createRunNetwork({ runId: run.id, runFolder: run.folder, signal }) };
  },
  async undo(context) {
    // By its labels `list`, `down` and `clean` find the run, as long as something of it is in somebody's cluster.
    if ((await readClusterRecord(context.run.folder)) !== undefined) return 'it stays as the mark of this run';
    return remove(context);
  },
  again: { reset: remove },
});

async function remove({ run, signal }: UndoContext): Promise<undefined> {
  await removeRunNetwork({ runId: run.id, signal });
  return undefined;
}
