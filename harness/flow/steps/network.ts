import { createNetworkCommand, createRunNetwork, removeRunNetwork } from '../../clusters/docker-network.ts';
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
  undo: remove,
  again: { reset: remove },
});

async function remove({ run, signal }: UndoContext): Promise<void> {
  await removeRunNetwork({ runId: run.id, signal });
}
