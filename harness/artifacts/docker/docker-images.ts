import { CommandError } from '../../process/command-error.ts';
import type { runCommand } from '../../process/run-command.ts';

/** What the names of our images begin with. */
const imagePrefix = 'istio-pca-e2e';
/** On every Docker object that this source makes: what it is. */
export const ownerLabel = 'istio-pca-e2e';
/** On every image: the content key of the unit it was made by, which is also in its tag. */
export const cacheKeyLabel = 'istio-pca-e2e.cache-key';

/** `istio-pca-e2e/NAME:VERSION-KEY` */
export function imageReference(name: string, version: string, key: string): string {
  return `${imagePrefix}/${name}:${version}-${key}`;
}

/** Dockerfile instructions that put our labels on an image. */
export function labelChanges(role: string, key: string): readonly string[] {
  return [`LABEL ${ownerLabel}=${role}`, `LABEL ${cacheKeyLabel}=${key}`];
}

/** Whether Docker has an image. */
export async function hasImage(run: typeof runCommand, reference: string): Promise<boolean> {
  try {
    await run('docker', ['image', 'inspect', '--format', '{{.Id}}', reference]);
    return true;
  } catch (error) {
    if (error instanceof CommandError && /No such image/i.test(error.stderr)) return false;
    throw error;
  }
}

export interface CachedImage {
  readonly reference: string;
  readonly cacheKey: string;
  readonly sizeBytes: number;
}

/**
 * All images that artifact sources made or loaded. By their names: a published image cannot be given a label, and one image may go by
 * several names.
 */
export async function cachedImages(run: typeof runCommand): Promise<readonly CachedImage[]> {
  const filter = ['--filter', `reference=${imagePrefix}/*`];
  const listed = await run('docker', ['image', 'ls', ...filter, '--format', '{{.Repository}}:{{.Tag}}']);
  const references = listed.stdout.split('\n').filter((reference) => keyOf(reference) !== undefined);
  if (references.length === 0) return [];
  const inspected = await run('docker', ['image', 'inspect', '--format', '{{.Size}}', ...references]);
  const sizes = inspected.stdout.split('\n').map(Number);
  return references.map((reference, index) => ({
    reference,
    cacheKey: keyOf(reference) ?? '',
    sizeBytes: sizes[index] ?? 0,
  }));
}

/** The content key that ends a name; images that are only passed through have none. */
function keyOf(reference: string): string | undefined {
  return /:.+-([0-9a-f]{16})$/.exec(reference)?.[1];
}

/** Removes an image; false when a container still uses it. */
export async function removeImage(run: typeof runCommand, reference: string): Promise<boolean> {
  try {
    await run('docker', ['image', 'rm', reference]);
    return true;
  } catch (error) {
    if (error instanceof CommandError && /No such image/i.test(error.stderr)) return true;
    if (error instanceof CommandError && /is (being used|using)|in use/i.test(error.stderr)) return false;
    throw error;
  }
}

/** Removes our images that lost their names to newer ones of the same content. */
export async function removeNamelessImages(run: typeof runCommand): Promise<void> {
  await run('docker', ['image', 'prune', '--force', '--filter', `label=${cacheKeyLabel}`]);
}
