import type { ProgressListener } from '../../../artifacts/progress.ts';
import { artifactSource } from '../../../artifacts/select-source.ts';
import { KindProvider } from '../../../clusters/kind-provider.ts';
import { defineStep } from '../../step.ts';
import type { StepOutputs } from '../../step-outputs.ts';

/**
 * What the new versions need: built or fetched before anything is touched, and their images put into the node that
 * there is, so that no pod waits for one.
 */
export const artifactsUpgrade = ({ artifacts: before, cluster }: StepOutputs, onProgress: ProgressListener) =>
  defineStep({
    id: 'artifacts',
    title: 'Tools, charts and images of the new versions',
    guideStep: 'before',
    needs: [],
    async run({ run, signal, waitingFor, observed }) {
      const { artifacts: source, versions, artifactSettings } = run.options;
      waitingFor(`${source} artifacts`);
      // The node stays as it is: with its image given, none is made for the new versions.
      const settings = { ...artifactSettings, nodeImage: before.node.image };
      const after = await artifactSource(source).provide({ versions, settings, signal, onProgress });
      waitingFor("the images that the cluster's node lacks");
      await new KindProvider().loadImages(cluster, { images: after.imagesToLoad, signal, onLine: observed });
      return { ...after, node: before.node };
    },
  });
