import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where this project's own Go programs, node files and scripts lie. */
export const ownSources = {
  certManager: join(import.meta.dirname, '..', 'go', 'cert-manager'),
  noVenafi: join(import.meta.dirname, '..', 'go', 'no-venafi'),
  bookinfo: join(import.meta.dirname, '..', 'go', 'bookinfo'),
  pause: join(import.meta.dirname, '..', 'go', 'pause'),
  nodeFiles: join(import.meta.dirname, '..', 'node', 'files'),
  bakeScripts: join(import.meta.dirname, '..', 'node', 'bake'),
} as const;

/**
 * One hash over the names and contents of all files below a folder, so that an edit leads to a new build. Tests decide nothing, nor
 * does what Git keeps.
 */
export function hashFolder(folder: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('_test.go'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(join(folder, '.git', '/')))
    .sort();
  for (const file of files) {
    hash.update(`${file.slice(folder.length)}\0`);
    hash.update(readFileSync(file));
    hash.update('\0');
  }
  return hash.digest('hex');
}
