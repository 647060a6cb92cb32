import { installFlow } from '../install-flow.ts';
import { defaultRunOptions } from '../run.ts';
import type { KeptRun } from '../run-state.ts';
import type { StepId, StepOutputs } from '../step-outputs.ts';

export const olderVersions = {
  ...defaultRunOptions.versions,
  certManager: '1.20.3',
  issuer: '1.10.0',
  istio: '1.30',
};

/** Artifacts that are told apart by these versions. */
export function artifactsOf(versions: typeof olderVersions): StepOutputs['artifacts'] {
  return {
    tools: { kind: 'kind', kubectl: 'kubectl', helm: 'helm', istioctl: `istioctl ${versions.istio}` },
    node: { image: 'node', needsPlainCni: true, containerdConfigPatches: [] },
    images: [],
    imagesToLoad: [{ layout: `images of ${versions.certManager}, ${versions.issuer} and ${versions.istio}` }],
    charts: {
      certManager: { chart: `cert-manager ${versions.certManager}`, values: {} },
      issuer: { chart: `issuer ${versions.issuer}`, values: {} },
    },
    istioSettings: [`tag=${versions.istio}`],
    bookinfoManifest: `bookinfo of ${versions.istio}`,
    mockBaseImage: 'node',
    versions,
  };
}

/** A kept run with these versions that came to its end; of its outputs only the artifacts are looked at. */
export function standingRun(unfinished: readonly StepId[] = []): KeptRun {
  const others = Object.fromEntries(installFlow(() => undefined).map(({ id }) => [id, { namespace: id }]));
  const outputs: Partial<StepOutputs> = { ...others, artifacts: artifactsOf(olderVersions) };
  const options = { ...defaultRunOptions, versions: olderVersions };
  return { run: { id: 'standing', folder: '/out', options }, outputs, unfinished };
}
