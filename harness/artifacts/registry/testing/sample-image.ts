import type { RegistryServer } from './registry-server.ts';

const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const ociIndex = 'application/vnd.oci.image.index.v1+json';

/** Publishes a small image of these layers; @returns the digest of its manifest. */
export function publishImage(registry: RegistryServer, repository: string, tag: string, layers: readonly string[]) {
  return registry.tag(repository, tag, ociManifest, manifestOf(registry, layers));
}

/** Publishes an image of one platform behind an index that names it, and an attestation as builders add it. */
export function publishIndex(
  registry: RegistryServer,
  repository: string,
  tag: string,
  platforms: Readonly<Record<string, readonly string[]>>,
) {
  const manifests = Object.entries(platforms).map(([platform, layers]) => {
    const [os, architecture] = platform.split('/');
    return {
      ...registry.untagged(repository, ociManifest, manifestOf(registry, layers)),
      platform: { os, architecture },
    };
  });
  const attestation = registry.untagged(repository, ociManifest, manifestOf(registry, ['attestation']));
  const entries = [...manifests, { ...attestation, platform: { os: 'unknown', architecture: 'unknown' } }];
  return registry.tag(repository, tag, ociIndex, { schemaVersion: 2, mediaType: ociIndex, manifests: entries });
}

function manifestOf(registry: RegistryServer, layers: readonly string[]): object {
  const config = registry.blob(
    JSON.stringify({ architecture: 'amd64', os: 'linux' }),
    'application/vnd.oci.image.config.v1+json',
  );
  return {
    schemaVersion: 2,
    mediaType: ociManifest,
    config,
    layers: layers.map((content) => registry.blob(content, 'application/vnd.oci.image.layer.v1.tar')),
  };
}
