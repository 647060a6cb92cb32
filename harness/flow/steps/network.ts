import { createRunNetwork, removeRunNetwork } from '../../clusters/docker-network.ts';
import { defineStep } from '../step.ts';

/** The Docker network that the cluster's node and the mocked AWS share. */
export const networkStep = defineStep({
  id: 'network',
  title: 'Docker network',
  guideStep: 'before',
  needs: [],
  async run({ run, signal }) {
    return { dockerNetwork: await createRunNetwork({ runId: run.id, runFolder: run.folder, signal }) };
  },
  async undo({ run, signal }) {
    await removeRunNetwork({ runId: run.id, signal });
  },
});
