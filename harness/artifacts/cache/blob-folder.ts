import { join } from 'node:path';

/** Where the cache keeps the blobs of published images, each named after its content. */
export function blobFolderOf(cacheFolder: string): string {
  return join(cacheFolder, 'blobs', 'sha256');
}
