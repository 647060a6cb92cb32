import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { unless } from '../../../errors/error-code.ts';
import { runCommand } from '../../../process/run-command.ts';
import type { ArtifactSettings } from '../../artifact-settings.ts';
import { buildUnits } from '../../cache/build-units.ts';
import { cacheFolder } from '../../cache/cache-folder.ts';
import type { Unit } from '../../cache/unit.ts';
import { UnitStore } from '../../cache/unit-store.ts';
import { blobFileOf, imagesInLayout } from '../../images/image-layout.ts';
import { planUnits } from '../../local/plan.ts';
import { chartFileOf } from '../../local/units/charts.ts';
import { layoutOf } from '../../local/units/cluster-images.ts';
import { istioHub } from '../../local/units/image-assembly.ts';
import { resolveVersions } from '../../local/versions/resolve-versions.ts';
import { type ComponentVersions, defaultVersions, helmVersion } from '../../versions.ts';
import { sha256Of } from '../http/download.ts';
import { parseReference } from '../oci/image-reference.ts';
import { LoopbackServer } from './loopback-server.ts';
import { downloadEndpoints, releasedToolsUnit } from './published-downloads.ts';
import { bareNodeImageUnit, savedImageUnit, savedManifest } from './published-images.ts';
import { RegistryServer } from './registry-server.ts';

/** The release under which the locally built Istio is published. */
const istioRelease = '1.31.0';
const publishedHub = 'docker.io/istio';

/** Servers on the loopback address that publish what was built here, as its projects publish it. */
export interface PublishedArtifacts extends AsyncDisposable {
  readonly registry: RegistryServer;
  /** Downloads and charts. */
  readonly files: LoopbackServer;
  readonly versions: ComponentVersions;
  /** What leads to these servers instead of the public ones. */
  readonly settings: Pick<ArtifactSettings, 'endpoints' | 'registryMirrors' | 'istioHub' | 'istioTag'>;
  /** What of the local build is not as the released one: Envoy without Istio's own filters. */
  readonly istioSettings: readonly string[];
}

/** Builds what is missing and serves all of it. */
export async function publishArtifacts(signal: AbortSignal): Promise<PublishedArtifacts> {
  const resolved = resolveVersions(defaultVersions);
  const { kubernetes, kind, certManager, issuer } = defaultVersions;
  const plan = await planUnits(resolved, runCommand, signal);
  const node = savedImageUnit('node-image', bareNodeImageUnit(plan, kubernetes));
  const mockBase = savedImageUnit('mock-base-image', plan.mockBaseImage);
  const tools = releasedToolsUnit(plan, { kind, kubernetes, helm: helmVersion, istio: istioRelease });
  const store = new UnitStore(cacheFolder());
  const wanted = [node, mockBase, tools, plan.clusterImages, plan.certManagerChart, plan.issuerChart];
  await buildUnits(wanted, { store, signal, runCommand, onProgress: () => undefined });

  const outputOf = (unit: Unit) => store.entryOf(unit);
  const registry = await new RegistryServer().start();
  await publishLayout(registry, layoutOf(outputOf(plan.clusterImages)));
  await publishSaved(registry, outputOf(node), `docker.io/kindest/node:v${kubernetes}`);
  await publishSaved(registry, outputOf(mockBase), 'docker.io/library/node:24-bookworm-slim');
  const files = await fileServer(outputOf(tools), [
    { name: 'cert-manager', version: certManager, file: chartFileOf(outputOf(plan.certManagerChart)) },
    { name: 'aws-privateca-issuer', version: issuer, file: chartFileOf(outputOf(plan.issuerChart)) },
  ]);
  return {
    registry,
    files,
    versions: { ...defaultVersions, istio: istioRelease },
    settings: {
      registryMirrors: Object.fromEntries(registries.map((name) => [name, `${registry.url}/${name}`])),
      endpoints: {
        ...downloadEndpoints(files.url),
        certManagerCharts: `${files.url}/charts`,
        issuerCharts: `${files.url}/charts`,
      },
      istioHub: publishedHub,
      istioTag: istioRelease,
    },
    istioSettings: [
      'values.pilot.env.PILOT_ENABLE_ALPN_FILTER=false',
      'values.pilot.env.PILOT_ENABLE_METADATA_EXCHANGE=false',
      'values.telemetry.enabled=false',
    ],
    async [Symbol.asyncDispose]() {
      await registry[Symbol.asyncDispose]();
      await files[Symbol.asyncDispose]();
    },
  };
}

/** Each keeps its images below its own name, as in a pull-through cache. */
const registries = ['docker.io', 'quay.io', 'public.ecr.aws'] as const;

async function publishLayout(registry: RegistryServer, layout: string): Promise<void> {
  for (const { name, digest, mediaType } of await imagesInLayout(layout)) {
    const published = publishedNameOf(name);
    const content = await readFile(blobFileOf(layout, digest));
    const blobs = JSON.parse(content.toString()) as Manifest;
    for (const blob of [blobs.config, ...blobs.layers]) registry.blobFile(blob.digest, blobFileOf(layout, blob.digest));
    publishAsIndex(registry, published, mediaType, content);
  }
}

/**
 * As builders publish: an index of several platforms, with an attestation. One of the others is a platform that this machine's containerd
 * could run as well. The manifests of the others are missing: none of them may be asked for.
 */
function publishAsIndex(registry: RegistryServer, name: string, mediaType: string, content: Buffer) {
  const reference = parseReference(name);
  const repository = `${reference.registry}/${reference.repository}`;
  const own = registry.untagged(repository, mediaType, content);
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const also = architecture === 'amd64' ? { architecture: '386' } : { architecture: 'arm', variant: 'v7' };
  const unpublished = (platform: object) => ({ ...own, digest: `sha256:${randomBytes(32).toString('hex')}`, platform });
  const manifests = [
    unpublished({ os: 'linux', ...also }),
    { ...own, platform: { os: 'linux', architecture } },
    unpublished({ os: 'unknown', architecture: 'unknown' }),
  ];
  const index = { schemaVersion: 2, mediaType: ociIndex, manifests };
  registry.tag(repository, reference.tag ?? '', ociIndex, index);
}

const ociIndex = 'application/vnd.oci.image.index.v1+json';

/** The projects' own names. Istio's images and Bookinfo's are in its hub alone: the one that Bookinfo's manifest names is gone. */
function publishedNameOf(name: string): string {
  const { repository, tag } = parseReference(name);
  const image = repository.split('/').at(-1) ?? '';
  if (name.startsWith(`${istioHub}/`)) return `${publishedHub}/${image}:${istioRelease}`;
  return image.startsWith('examples-bookinfo-') ? `${publishedHub}/${image}:${tag}` : name;
}

interface Manifest {
  readonly mediaType: string;
  readonly config: { readonly digest: string };
  readonly layers: readonly { readonly digest: string }[];
}

async function publishSaved(registry: RegistryServer, folder: string, name: string): Promise<void> {
  const content = await readFile(join(folder, savedManifest));
  const { mediaType, config, layers } = JSON.parse(content.toString()) as Manifest;
  for (const { digest } of [config, ...layers]) registry.blobFile(digest, join(folder, digest.replace('sha256:', '')));
  publishAsIndex(registry, name, mediaType, content);
}

interface PublishedChart {
  readonly name: string;
  readonly version: string;
  readonly file: string;
}

async function fileServer(folder: string, charts: readonly PublishedChart[]): Promise<LoopbackServer> {
  const entries = await Promise.all(
    charts.map(async ({ name, version, file }) => {
      const entry = { name, version: `v${version}`, urls: [`${name}.tgz`], digest: await sha256Of(file) };
      return [name, [entry]] as const;
    }),
  );
  const index = stringify({ apiVersion: 'v1', entries: Object.fromEntries(entries) });
  return new LoopbackServer(async ({ path }) => {
    if (path === '/charts/index.yaml') return { body: index };
    const chart = charts.find(({ name }) => path === `/charts/${name}.tgz`);
    const file = chart?.file ?? join(folder, path);
    return (await unless(['ENOENT'], stat(file))) === undefined ? undefined : { body: { file } };
  }).start();
}
