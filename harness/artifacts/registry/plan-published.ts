import type { runCommand } from '../../process/run-command.ts';
import type { ArtifactSettings } from '../artifact-settings.ts';
import type { Unit, UnitWork } from '../cache/unit.ts';
import { chartValues } from '../chart-values.ts';
import { imagesOf } from '../images/manifest-images.ts';
import { istioImages } from './istio-images.ts';
import type { Platform } from './oci/image-manifest.ts';
import type { RegistryAccess } from './registry-access.ts';
import { type PlannedTools, readBookinfoManifest } from './tools/plan-tools.ts';
import { publishedChartFileOf, publishedChartUnit } from './units/chart-unit.ts';
import { publishedDockerImageUnit } from './units/docker-image-unit.ts';
import { imagesUnit } from './units/images-unit.ts';
import { istioImageSettings } from './versions/istio-release.ts';
import { type PublishedVersions, publishedCharts } from './versions/resolve-published.ts';

/** Everything a run needs, as units. */
export interface PublishedPlan extends PlannedTools {
  readonly certManagerChart: Unit;
  readonly issuerChart: Unit;
  /** Undefined when Docker has the node image that the user names. */
  readonly nodeImage: Unit | undefined;
  readonly mockBaseImage: Unit;
  /** Units with the images that are loaded into the node. */
  readonly images: readonly Unit[];
  /** All of the above, in the order in which they are best begun: large ones first. */
  readonly all: readonly Unit[];
}

export interface PlanPublishedOptions {
  readonly versions: PublishedVersions;
  readonly settings: ArtifactSettings;
  readonly access: RegistryAccess;
  readonly platform: Platform;
  readonly planned: PlannedTools;
  /** Whether Docker has the node image that the settings name: it is used as it is then. */
  readonly hasNodeImage: boolean;
  readonly runCommand: typeof runCommand;
}

/** What is fetched for a run's versions, and what from what its images are read. */
export function planPublished(options: PlanPublishedOptions): PublishedPlan {
  const { versions, settings, access, platform, planned } = options;
  const { tools, istio } = planned;
  const { endpoints } = access;
  const puller = { client: access.client, pool: access.pool, platform };
  const common = { puller, runCommand: options.runCommand };
  const nodeImageName = settings.nodeImage ?? `${endpoints.nodeImages}:v${versions.kubernetes}`;
  const nodeImage = options.hasNodeImage
    ? undefined
    : publishedDockerImageUnit({
        id: 'node-image',
        title: `kind node image ${nodeImageName}`,
        version: versions.kubernetes,
        name: nodeImageName,
        ...common,
      });
  const mockBaseImage = publishedDockerImageUnit({
    id: 'mock-base-image',
    title: 'image for the mocked AWS',
    version: '24',
    name: endpoints.nodejsImage,
    says: ['node', '--version'],
    ...common,
  });

  const certManagerChart = chart(publishedCharts.certManager, endpoints.certManagerCharts, versions.certManager);
  const issuerChart = chart(publishedCharts.issuer, endpoints.issuerCharts, versions.issuer);
  const istioSettings = istioImageSettings(versions.istio);
  const images = [
    imagesUnit({
      id: 'istio-images',
      title: `images of Istio ${versions.istio.version}`,
      version: versions.istio.version,
      needs: [istio, ...tools.istioctl.needs],
      inputs: { version: versions.istio.version, istioSettings },
      puller,
      async names(work) {
        const assignments = istioSettings.flatMap((setting) => ['--set', setting]);
        const istioctl = tools.istioctl.path((unit) => work.outputOf(unit));
        const generating = ['manifest', 'generate', ...assignments];
        return istioImages((await options.runCommand(istioctl, generating, { signal: work.signal })).stdout);
      },
    }),
    imagesUnit({
      id: 'bookinfo-images',
      title: 'images of Bookinfo',
      version: versions.istio.base,
      needs: [istio],
      inputs: {},
      puller,
      names: async (work) => imagesOf(await readBookinfoManifest(work, istio)),
    }),
    chartImages(certManagerChart, publishedCharts.certManager, versions.certManager, chartValues.certManager),
    chartImages(issuerChart, publishedCharts.issuer, versions.issuer, chartValues.issuer),
  ];
  const toolUnits = Object.values(tools).flatMap(({ needs }) => needs);
  const large = [...(nodeImage === undefined ? [] : [nodeImage]), istio];
  return {
    ...{ ...planned, certManagerChart, issuerChart, nodeImage, mockBaseImage, images },
    all: [...new Set([...large, ...toolUnits, certManagerChart, issuerChart, mockBaseImage, ...images])],
  };

  function chart(name: string, repository: string, version: string): Unit {
    return publishedChartUnit(access.chart(name, repository), version);
  }

  function chartImages(unit: Unit, name: string, version: string, values: Readonly<Record<string, unknown>>): Unit {
    return imagesUnit({
      id: `${name}-images`,
      title: `images of ${name} ${version}`,
      version,
      needs: [unit, ...tools.helm.needs],
      inputs: { values: JSON.stringify(values), kubernetes: versions.kubernetes },
      puller,
      names: (work) => imagesOfChart(work, unit, values),
    });
  }

  async function imagesOfChart(work: UnitWork, unit: Unit, values: Readonly<Record<string, unknown>>) {
    const helm = tools.helm.path((each) => work.outputOf(each));
    const rendering = ['template', 'release', publishedChartFileOf(work.outputOf(unit)), '--values', '-'];
    // Charts refuse versions of Kubernetes that they do not know, and helm without a cluster has its own idea of one.
    const version = ['--kube-version', versions.kubernetes];
    const input = { input: JSON.stringify(values), signal: work.signal };
    // Not by the unit's own run: a manifest is no news.
    return imagesOf((await options.runCommand(helm, [...rendering, ...version], input)).stdout);
  }
}
