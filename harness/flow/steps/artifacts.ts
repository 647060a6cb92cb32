import { artifactSource } from '../../artifacts/select-source.ts';
import { needsDocker } from '../needs-docker.ts';
import { defineStep } from '../step.ts';

/** Binaries, charts and images of the versions asked for: built or fetched once, then taken from the cache. */
export const artifactsStep = (onProgress: Parameters<ReturnType<typeof artifactSource>['provide']>[0]['onProgress']) =>
  defineStep({
    id: 'artifacts',
    title: 'Tools, charts and images',
    guideStep: 'before',
    needs: [],
    async run({ run, signal, waitingFor }) {
      waitingFor(`${run.options.artifacts} artifacts`);
      const { artifacts, versions, artifactSettings: settings, provider } = run.options;
      const nodes = { nodesStand: provider === 'existing', takesImages: needsDocker(run.options) };
      return artifactSource(artifacts).provide({ versions, settings, ...nodes, signal, onProgress });
    },
  });
