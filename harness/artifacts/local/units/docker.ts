import { CommandError } from '../../../process/command-error.ts';
import type { runCommand } from '../../../process/run-command.ts';

/** On every Docker object that this source makes: what it is. */
export const ownerLabel = 'istio-pca-e2e';
/** On every image: the content key of the unit it was made by, which is also in its tag. */
export const cacheKeyLabel = 'istio-pca-e2e.cache-key';

/** `istio-pca-e2e/NAME:VERSION-KEY` */
export function imageReference(name: string, version: string, key: string): string {
  return `istio-pca-e2e/${name}:${version}-${key}`;
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

/** All images that this source made. */
export async function cachedImages(run: typeof runCommand): Promise<readonly CachedImage[]> {
  const listed = await run('docker', ['image', 'ls', '--quiet', '--filter', `label=${cacheKeyLabel}`]);
  const ids = [...new Set(listed.stdout.split('\n').filter((id) => id !== ''))];
  if (ids.length === 0) return [];
  const inspected: readonly InspectedImage[] = JSON.parse((await run('docker', ['image', 'inspect', ...ids])).stdout);
  return inspected.flatMap(({ RepoTags, Size, Config }) => {
    const [reference] = RepoTags ?? [];
    const cacheKey = Config.Labels?.[cacheKeyLabel];
    return reference === undefined || cacheKey === undefined ? [] : [{ reference, cacheKey, sizeBytes: Size }];
  });
}

interface InspectedImage {
  readonly RepoTags: readonly string[] | null;
  readonly Size: number;
  readonly Config: { readonly Labels?: Readonly<Record<string, string>> | null };
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
