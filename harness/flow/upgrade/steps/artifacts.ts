import type { ProgressListener } from '../../../artifacts/progress.ts';
import { artifactSource } from '../../../artifacts/select-source.ts';
import { ExistingProvider } from '../../../clusters/existing/existing-provider.ts';
import { KindProvider } from '../../../clusters/kind-provider.ts';
import { needsDocker } from '../../needs-docker.ts';
import { defineStep } from '../../step.ts';
import type { StepOutputs } from '../../step-outputs.ts';
import { noteImages } from '../note-images.ts';

/**
 * What the new versions need: built or fetched before anything is touched, and their images put into the nodes that
 * there are, so that no pod waits for one.
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
      const isGuest = cluster.provider === 'existing';
      // The node stays as it is: with its image given, none is made for the new versions.
      const settings = isGuest ? artifactSettings : { ...artifactSettings, nodeImage: before.node.image };
      const nodes = { nodesStand: isGuest, takesImages: needsDocker(run.options) };
      const after = await artifactSource(source).provide({ versions, settings, ...nodes, signal, onProgress });
      waitingFor("the images that the cluster's nodes lack");
      await noteImages(run.folder, after, signal);
      const provider = isGuest ? new ExistingProvider() : new KindProvider();
      await provider.loadImages(cluster, { images: after.imagesToLoad, signal, onLine: observed });
      return { ...after, node: before.node };
    },
  });
