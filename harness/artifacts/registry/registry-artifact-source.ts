import { runCommand } from '../../process/run-command.ts';
import type { ArtifactSettings } from '../artifact-settings.ts';
import type { ArtifactSource, Artifacts, ProvideOptions } from '../artifact-source.ts';
import { buildUnits } from '../cache/build-units.ts';
import { cacheFolder } from '../cache/cache-folder.ts';
import { rememberDefaults } from '../cache/remembered-defaults.ts';
import { type Unit, withNeeds } from '../cache/unit.ts';
import { UnitStore } from '../cache/unit-store.ts';
import { chartValues } from '../chart-values.ts';
import { containerdPatches } from '../docker/containerd-patches.ts';
import { hasImage } from '../docker/docker-images.ts';
import { dockerArchitecture } from '../docker/docker-platform.ts';
import { lacksKindNetwork } from '../docker/image-has-file.ts';
import { imagesInLayout } from '../images/image-layout.ts';
import { type ComponentVersions, defaultVersions, helmVersion, publishedDefaults } from '../versions.ts';
import { checkPublished } from './check-published.ts';
import type { HttpClientOptions } from './http/http-client.ts';
import { type PublishedPlan, planPublished } from './plan-published.ts';
import { type RegistryAccess, registryAccess } from './registry-access.ts';
import { bookinfoManifestIn, planTools } from './tools/plan-tools.ts';
import { thisHost } from './tools/published-tools.ts';
import { publishedChartFileOf } from './units/chart-unit.ts';
import { readDockerImageRecord } from './units/docker-image-unit.ts';
import { layoutOf } from './units/images-unit.ts';
import { istioImageSettings } from './versions/istio-release.ts';
import { type PublishedVersions, resolvePublished } from './versions/resolve-published.ts';

export interface RegistryArtifactOptions extends HttpClientOptions {
  /** @defaultValue `PCA_E2E_CACHE_DIR`, or `istio-pca-e2e` in the user's cache folder */
  readonly cacheFolder?: string;
  /** Where installed tools are looked for. @defaultValue the process's own PATH */
  readonly searchPath?: string;
}

/** What waits for the network waits side by side. Blobs have a bound of their own. */
const concurrentUnits = 6;
/** The progress of what belongs to no unit. */
const looking = 'published-versions';

/** Takes everything as the projects publish it: charts and images by version, tools from the PATH or from their releases. */
export class RegistryArtifactSource implements ArtifactSource {
  readonly name = 'registry';
  readonly #options: RegistryArtifactOptions;

  constructor(options: RegistryArtifactOptions = {}) {
    this.#options = options;
  }

  checkVersions(versions: ComponentVersions, settings: ArtifactSettings): void {
    checkPublished(versions, settings);
  }

  async provide(options: ProvideOptions): Promise<Artifacts> {
    const { versions, settings, signal, onProgress } = options;
    this.checkVersions(versions, settings);
    const folder = this.#options.cacheFolder ?? cacheFolder();
    const access = registryAccess({ ...this.#options, settings, cacheFolder: folder, runCommand });
    const say = (text: string) => onProgress({ kind: 'line', unit: looking, text });
    const resolved = await resolvePublished(versions, settings, access, { signal, say });
    const plan = await this.#plan(resolved, settings, access, signal, say);
    const store = new UnitStore(folder);
    await buildUnits(plan.all, { store, signal, onProgress, runCommand, concurrentUnits });
    if (isDefault(versions)) {
      await rememberDefaults(
        folder,
        withNeeds(plan.all).map((unit) => store.nameOf(unit)),
      );
    }
    return toArtifacts({ plan, store, settings, resolved, asked: versions, signal });
  }

  async #plan(
    versions: PublishedVersions,
    settings: ArtifactSettings,
    access: RegistryAccess,
    signal: AbortSignal,
    say: (line: string) => void,
  ): Promise<PublishedPlan> {
    const { searchPath } = this.#options;
    const [planned, architecture, hasNodeImage] = await Promise.all([
      planTools({
        ...{ versions, helmVersion, access, host: thisHost, run: runCommand, signal, say, searchPath },
      }),
      dockerArchitecture(runCommand, signal),
      settings.nodeImage === undefined ? false : hasImage(runCommand, settings.nodeImage),
    ]);
    const platform = { os: 'linux', architecture } as const;
    return planPublished({ versions, settings, access, platform, planned, hasNodeImage, runCommand });
  }
}

function isDefault(versions: ComponentVersions): boolean {
  return Object.entries({ ...defaultVersions, ...publishedDefaults }).every(
    ([name, version]) => versions[name as keyof ComponentVersions] === version,
  );
}

interface Provided {
  readonly plan: PublishedPlan;
  readonly store: UnitStore;
  readonly settings: ArtifactSettings;
  readonly resolved: PublishedVersions;
  readonly asked: ComponentVersions;
  readonly signal: AbortSignal;
}

async function toArtifacts({ plan, store, settings, resolved, asked, signal }: Provided): Promise<Artifacts> {
  const outputOf = (unit: Unit) => store.entryOf(unit);
  const layouts = plan.images.map((unit) => layoutOf(outputOf(unit)));
  const [loaded, node, mockBase] = await Promise.all([
    Promise.all(layouts.map(imagesInLayout)),
    plan.nodeImage === undefined ? undefined : readDockerImageRecord(outputOf(plan.nodeImage)),
    readDockerImageRecord(outputOf(plan.mockBaseImage)),
  ]);
  const nodeImage = node?.reference ?? settings.nodeImage ?? '';
  const { certManagerChart, issuerChart, tools } = plan;
  return {
    tools: {
      kind: tools.kind.path(outputOf),
      kubectl: tools.kubectl.path(outputOf),
      helm: tools.helm.path(outputOf),
      istioctl: tools.istioctl.path(outputOf),
    },
    node: {
      image: nodeImage,
      needsPlainCni: await lacksKindNetwork(runCommand, nodeImage, signal),
      containerdConfigPatches: await containerdPatches(signal),
    },
    images: [node, mockBase, ...loaded.flat()].flatMap((image) =>
      image === undefined ? [] : [{ name: image.name, digest: image.digest }],
    ),
    imagesToLoad: layouts.map((layout) => ({ layout })),
    charts: {
      certManager: { chart: publishedChartFileOf(outputOf(certManagerChart)), values: chartValues.certManager },
      issuer: { chart: publishedChartFileOf(outputOf(issuerChart)), values: chartValues.issuer },
    },
    istioSettings: istioImageSettings(resolved.istio),
    bookinfoManifest: bookinfoManifestIn(outputOf(plan.istio)),
    mockBaseImage: mockBase.reference,
    versions: {
      ...asked,
      kubernetes: resolved.kubernetes,
      certManager: resolved.certManager,
      issuer: resolved.issuer,
      istio: resolved.istio.version,
      // Istio's proxy is a build of Envoy of its own, which goes by Istio's version.
      envoy: `Istio ${resolved.istio.version}`,
      node: mockBase.said.replace(/^v/, ''),
    },
  };
}
