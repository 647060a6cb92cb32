import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Where built artifacts are kept: `PCA_E2E_CACHE_DIR`, else `istio-pca-e2e` in the user's cache folder
 * (`XDG_CACHE_HOME`, by default `~/.cache`). Always absolute.
 */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const { PCA_E2E_CACHE_DIR: own, XDG_CACHE_HOME: shared } = environment;
  if (own) return resolve(own);
  return resolve(shared || join(homedir(), '.cache'), 'istio-pca-e2e');
}
