import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageRecord } from '../../images/image-record.ts';
import type { RetryOptions } from '../http/retry.ts';
import type { BlobPool } from './blob-pool.ts';
import { type Descriptor, forPlatform, type ImageManifest, type Platform, readManifest } from './image-manifest.ts';
import { formatReference, type ImageReference, parseReference } from './image-reference.ts';
import type { RegistryClient, StoredManifest } from './registry-client.ts';

/** What images are pulled with. */
export interface ImagePuller {
  readonly client: RegistryClient;
  readonly pool: BlobPool;
  readonly platform: Platform;
}

/**
 * Pulls images of one platform into a folder, as an OCI image layout. Each stays under the digest that is published for its tag, also
 * where that is an index of several platforms.
 */
export async function pullImages(
  names: readonly string[],
  layout: string,
  puller: ImagePuller,
  options: RetryOptions,
): Promise<readonly ImageRecord[]> {
  const blobs = join(layout, 'blobs', 'sha256');
  await mkdir(blobs, { recursive: true });
  const references = [...new Set(names.map((name) => formatReference(parseReference(name))))].map(parseReference);
  const pulled = await Promise.all(references.map((reference) => pull(reference, blobs, puller, options)));
  const manifests = references.map((reference, index) => ({
    ...pulled[index],
    annotations: { 'io.containerd.image.name': formatReference(reference) },
  }));
  await writeFile(join(layout, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  await writeFile(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
  return references.map((reference, index) => ({
    name: formatReference(reference),
    digest: pulled[index]?.digest ?? '',
  }));
}

/** The manifest of the platform that an image is pulled for, and what its tag stands for. */
export async function resolveImage(
  reference: ImageReference,
  { client, platform }: Pick<ImagePuller, 'client' | 'platform'>,
  options: RetryOptions,
): Promise<{ readonly tagged: StoredManifest; readonly single: StoredManifest; readonly manifest: ImageManifest }> {
  const tagged = await client.manifest(reference, options);
  const read = readManifest(tagged.content.toString());
  if ('manifest' in read) return { tagged, single: tagged, manifest: read.manifest };
  const { digest } = forPlatform(formatReference(reference), read.index, platform);
  const single = await client.manifest({ ...reference, tag: undefined, digest }, options);
  const inner = readManifest(single.content.toString());
  if ('index' in inner) throw new Error(`${formatReference(reference)} is an index of indexes`);
  return { tagged, single, manifest: inner.manifest };
}

async function pull(
  reference: ImageReference,
  blobs: string,
  puller: ImagePuller,
  options: RetryOptions,
): Promise<Descriptor> {
  const { tagged, single, manifest } = await resolveImage(reference, puller, options);
  const fileOf = ({ digest }: Descriptor) => join(blobs, digest.replace(/^sha256:/, ''));
  for (const { descriptor, content } of [tagged, single]) await writeFile(fileOf(descriptor), content);
  const parts = [manifest.config, ...manifest.layers];
  await Promise.all(parts.map((part) => puller.pool.place(reference, part, fileOf(part), options)));
  options.say(`${formatReference(reference)} ${tagged.descriptor.digest}`);
  return tagged.descriptor;
}
