import type { runCommand } from '../../process/run-command.ts';
import type { ArtifactSettings } from '../artifact-settings.ts';
import type { Unit } from '../cache/unit.ts';
import type { Platform } from './oci/image-manifest.ts';
import type { ImagePuller } from './oci/pull-images.ts';
import type { RegistryAccess } from './registry-access.ts';
import type { PlannedTools } from './tools/plan-tools.ts';
import { publishedChartUnit } from './units/chart-unit.ts';
import { publishedDockerImageUnit } from './units/docker-image-unit.ts';
import { listedNodeImage } from './versions/listed-node-image.ts';
import { type PublishedVersions, publishedCharts } from './versions/resolve-published.ts';
import { workloadImages } from './workload-images.ts';

/** Everything a run needs, as units. */
export interface PublishedPlan extends PlannedTools {
  readonly certManagerChart: Unit;
  readonly issuerChart: Unit;
  /** Undefined for nodes that are there, and when Docker has the node image that the user names. */
  readonly nodeImage: Unit | undefined;
  /** Undefined when no images are taken. */
  readonly mockBaseImage: Unit | undefined;
  /** Units with the images that are loaded into the node; none when no images are taken. */
  readonly images: readonly Unit[];
  /** All of the above, in the order in which they are best begun: large ones first. */
  readonly all: readonly Unit[];
}

export interface PlanPublishedOptions {
  readonly versions: PublishedVersions;
  readonly settings: ArtifactSettings;
  readonly access: RegistryAccess;
  readonly planned: PlannedTools;
  /** What Docker runs on, for which images are taken; undefined when none are. */
  readonly platform: Platform | undefined;
  /** Whether the image of a node is one of them: not for nodes that are there, nor when Docker has it. */
  readonly takesNodeImage: boolean;
  readonly runCommand: typeof runCommand;
}

/** What is fetched for a run's versions, and what from what its images are read. */
export function planPublished(options: PlanPublishedOptions): PublishedPlan {
  const { access, platform, planned } = options;
  const { tools, istio, bookinfo } = planned;
  const charts = planCharts(options);
  const toolUnits = Object.values(tools).flatMap(({ needs }) => needs);
  const needed = [...toolUnits, bookinfo, charts.certManagerChart, charts.issuerChart];
  if (platform === undefined) {
    const noImages = { nodeImage: undefined, mockBaseImage: undefined, images: [] };
    return { ...planned, ...charts, ...noImages, all: [...new Set([istio, ...needed])] };
  }
  const puller = { client: access.client, pool: access.pool, platform };
  const nodeImage = options.takesNodeImage ? nodeImageUnit(puller, options) : undefined;
  const mockBaseImage = mockBaseImageUnit(puller, options);
  const { versions, runCommand: run } = options;
  const images = workloadImages({ puller, versions, ...planned, ...charts, runCommand: run });
  const large = [...(nodeImage === undefined ? [] : [nodeImage]), istio];
  return {
    ...{ ...planned, ...charts, nodeImage, mockBaseImage, images },
    all: [...new Set([...large, ...needed, mockBaseImage, ...images])],
  };
}

type PlannedCharts = Pick<PublishedPlan, 'certManagerChart' | 'issuerChart'>;

function planCharts({ access, versions }: PlanPublishedOptions): PlannedCharts {
  const { certManagerCharts, issuerCharts } = access.endpoints;
  const { certManager, issuer } = publishedCharts;
  return {
    certManagerChart: publishedChartUnit(access.chart(certManager, certManagerCharts), versions.certManager),
    issuerChart: publishedChartUnit(access.chart(issuer, issuerCharts), versions.issuer),
  };
}

function nodeImageUnit(puller: ImagePuller, { versions, settings, access, runCommand }: PlanPublishedOptions): Unit {
  const tagged = settings.nodeImage ?? `${access.endpoints.nodeImages}:v${versions.kubernetes}`;
  const [, digest] = listedNodeImage(access.endpoints, versions.kind, versions.kubernetes) ?? [];
  const name = settings.nodeImage === undefined && digest !== undefined ? `${tagged}@${digest}` : tagged;
  const version = versions.kubernetes;
  return publishedDockerImageUnit({
    ...{ id: 'node-image', title: `kind node image ${tagged}`, version, name, puller, runCommand },
  });
}

function mockBaseImageUnit(puller: ImagePuller, { access, runCommand }: PlanPublishedOptions): Unit {
  return publishedDockerImageUnit({
    id: 'mock-base-image',
    title: 'image for the mocked AWS',
    version: '24',
    name: access.endpoints.nodejsImage,
    says: ['node', '--version'],
    ...{ puller, runCommand },
  });
}
