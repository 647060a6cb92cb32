import { ComponentError, UsageError } from '../../../errors/harness-error.ts';

/** What an image is pulled for. @see https://github.com/opencontainers/image-spec/blob/main/image-index.md */
export interface Platform {
  readonly os: 'linux';
  /** As Go names it: `amd64`, `arm64`. */
  readonly architecture: string;
}

/** @see https://github.com/opencontainers/image-spec/blob/main/descriptor.md */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

export interface ImageManifest {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

interface ImageIndex {
  readonly manifests: readonly (Descriptor & {
    readonly platform?: { readonly os: string; readonly architecture: string };
  })[];
}

/** What a registry may answer when it is asked for an image, in both vocabularies: OCI's, and Docker's, which came first. */
export const manifestMediaTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
] as const;

/** The manifest of one platform, or an index of those of several: which of them it is, its content says. */
export function readManifest(content: string): { readonly manifest: ImageManifest } | { readonly index: ImageIndex } {
  const { manifests, config, layers = [] } = JSON.parse(content) as Partial<ImageManifest & ImageIndex>;
  if (manifests !== undefined) {
    manifests.forEach(checkDigest);
    return { index: { manifests } };
  }
  if (config === undefined) throw new ComponentError('A registry sent a manifest without a configuration');
  [config, ...layers].forEach(checkDigest);
  return { manifest: { config, layers } };
}

/** Digests become file names. SHA-256 is the only algorithm that registries use. */
function checkDigest({ digest }: Descriptor): void {
  if (/^sha256:[0-9a-f]{64}$/.test(digest)) return;
  throw new ComponentError(`A registry sent a manifest with the digest ${JSON.stringify(digest)}`);
}

/** The image of an index that runs on a platform. @throws UsageError naming the platforms that there are. */
export function forPlatform(name: string, { manifests }: ImageIndex, wanted: Platform): Descriptor {
  const found = manifests.find(
    ({ platform }) => platform?.os === wanted.os && platform.architecture === wanted.architecture,
  );
  if (found === undefined) {
    // Build attestations are listed too, under the platform unknown/unknown.
    const platforms = manifests.map(({ platform }) => `${platform?.os}/${platform?.architecture}`);
    const there = [...new Set(platforms)].filter((each) => !each.includes('unknown')).join(', ');
    throw new UsageError(`${name} is not published for ${wanted.os}/${wanted.architecture}, only for ${there}`, {
      remedy: 'Choose a version that is, or build it from its sources with --artifacts local.',
    });
  }
  const { mediaType, digest, size } = found;
  return { mediaType, digest, size };
}
