import { runCommand } from '../../process/run-command.ts';
import type { ArtifactSettings } from '../artifact-settings.ts';
import { type ArtifactSource, type Artifacts, noNode, type ProvideOptions } from '../artifact-source.ts';
import { buildUnits } from '../cache/build-units.ts';
import { cacheFolder } from '../cache/cache-folder.ts';
import { rememberDefaults } from '../cache/remembered-defaults.ts';
import { type Unit, withNeeds } from '../cache/unit.ts';
import { UnitStore } from '../cache/unit-store.ts';
import { chartValues } from '../chart-values.ts';
import { publishedDefaults } from '../current-releases.ts';
import { containerdPatches } from '../docker/containerd-patches.ts';
import { hasImage } from '../docker/docker-images.ts';
import { dockerArchitecture } from '../docker/docker-platform.ts';
import { lacksKindNetwork } from '../docker/image-has-file.ts';
import { imagesInLayout } from '../images/image-layout.ts';
import type { Progress } from '../progress.ts';
import { type ComponentVersions, defaultVersions, helmVersion } from '../versions.ts';
import { checkPublished } from './check-published.ts';
import type { HttpClientOptions } from './http/http-client.ts';
import { type PlanPublishedOptions, type PublishedPlan, planPublished } from './plan-published.ts';
import { type RegistryAccess, registryAccess } from './registry-access.ts';
import { type PlannedTools, planTools } from './tools/plan-tools.ts';
import { thisHost } from './tools/published-tools.ts';
import { bookinfoManifestOf } from './units/bookinfo-unit.ts';
import { publishedChartFileOf } from './units/chart-unit.ts';
import { type DockerImageRecord, readDockerImageRecord } from './units/docker-image-unit.ts';
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
    const { versions, settings, nodesStand = false, takesImages = true, signal, onProgress } = options;
    this.checkVersions(versions, settings);
    const folder = this.#options.cacheFolder ?? cacheFolder();
    const access = registryAccess({ ...this.#options, settings, cacheFolder: folder, runCommand });
    const say = (text: string) => onProgress({ kind: 'line', unit: looking, text });
    const resolved = await resolvePublished(versions, settings, access, { signal, say });
    const planned = await this.#planTools(resolved, access, signal, say);
    const images = await imagesTaken(settings, { nodesStand, takesImages }, signal);
    const plan = planPublished({ versions: resolved, settings, access, planned, ...images, runCommand });
    const store = new UnitStore(folder);
    const startedMs = performance.now();
    let receivedBytes = 0;
    const counting = (progress: Progress) => {
      if (progress.kind === 'ended') receivedBytes += progress.receivedBytes ?? 0;
      onProgress(progress);
    };
    await buildUnits(plan.all, { store, signal, onProgress: counting, runCommand, concurrentUnits });
    if (receivedBytes > 0) {
      const durationMs = performance.now() - startedMs;
      onProgress({ kind: 'ended', unit: 'published artifacts', outcome: 'fetched', durationMs, receivedBytes });
    }
    // What another run leaves out is still what the default versions need.
    if (isDefault(versions) && takesImages && !nodesStand) {
      await rememberDefaults(
        folder,
        withNeeds(plan.all).map((unit) => store.nameOf(unit)),
      );
    }
    return toArtifacts({ plan, store, settings, resolved, asked: versions, nodesStand, signal });
  }

  #planTools(
    versions: PublishedVersions,
    access: RegistryAccess,
    signal: AbortSignal,
    say: (line: string) => void,
  ): Promise<PlannedTools> {
    const { searchPath } = this.#options;
    return planTools({
      ...{ versions, helmVersion, access, host: thisHost, run: runCommand, signal, say, searchPath },
    });
  }
}

/** What is asked of Docker before images are taken for it; nothing when none are. */
async function imagesTaken(
  { nodeImage }: ArtifactSettings,
  { nodesStand, takesImages }: Required<Pick<ProvideOptions, 'nodesStand' | 'takesImages'>>,
  signal: AbortSignal,
): Promise<Pick<PlanPublishedOptions, 'platform' | 'takesNodeImage'>> {
  if (!takesImages) return { platform: undefined, takesNodeImage: false };
  const platform = { os: 'linux', architecture: await dockerArchitecture(runCommand, signal) } as const;
  if (nodesStand) return { platform, takesNodeImage: false };
  const isThere = nodeImage !== undefined && (await hasImage(runCommand, nodeImage));
  return { platform, takesNodeImage: !isThere };
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
  readonly nodesStand: boolean;
  readonly signal: AbortSignal;
}

async function toArtifacts(provided: Provided): Promise<Artifacts> {
  const { plan, store, resolved, asked } = provided;
  const outputOf = (unit: Unit) => store.entryOf(unit);
  const layouts = plan.images.map((unit) => layoutOf(outputOf(unit)));
  const [loaded, node, mockBase] = await Promise.all([
    Promise.all(layouts.map(imagesInLayout)),
    recordOf(plan.nodeImage),
    recordOf(plan.mockBaseImage),
  ]);
  const { certManagerChart, issuerChart, tools } = plan;
  return {
    tools: {
      kind: tools.kind.path(outputOf),
      kubectl: tools.kubectl.path(outputOf),
      helm: tools.helm.path(outputOf),
      istioctl: tools.istioctl.path(outputOf),
    },
    node: await nodeWith(node, provided),
    images: [node, mockBase, ...loaded.flat()].flatMap((image) =>
      image === undefined ? [] : [{ name: image.name, digest: image.digest }],
    ),
    imagesToLoad: layouts.map((layout) => ({ layout })),
    charts: {
      certManager: { chart: publishedChartFileOf(outputOf(certManagerChart)), values: chartValues.certManager },
      issuer: { chart: publishedChartFileOf(outputOf(issuerChart)), values: chartValues.issuer },
    },
    istioSettings: istioImageSettings(resolved.istio),
    bookinfoManifest: bookinfoManifestOf(outputOf(plan.bookinfo)),
    ...(mockBase === undefined ? {} : { mockBaseImage: mockBase.reference }),
    versions: {
      ...asked,
      kubernetes: resolved.kubernetes,
      certManager: resolved.certManager,
      issuer: resolved.issuer,
      istio: resolved.istio.version,
      // Istio's proxy is a build of Envoy of its own, which goes by Istio's version.
      envoy: `Istio ${resolved.istio.version}`,
      ...(mockBase === undefined ? {} : { node: mockBase.said.replace(/^v/, '') }),
    },
  };

  async function recordOf(unit: Unit | undefined): Promise<DockerImageRecord | undefined> {
    return unit === undefined ? undefined : readDockerImageRecord(outputOf(unit));
  }
}

/** The node that is made of an image that was taken, or that Docker had. */
async function nodeWith(
  taken: DockerImageRecord | undefined,
  { nodesStand, settings, signal }: Provided,
): Promise<Artifacts['node']> {
  if (nodesStand) return noNode;
  const image = taken?.reference ?? settings.nodeImage ?? '';
  return {
    image,
    needsPlainCni: await lacksKindNetwork(runCommand, image, signal),
    containerdConfigPatches: await containerdPatches(signal),
  };
}
