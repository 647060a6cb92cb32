import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unless } from '../../errors/error-code.ts';

/**
 * Notes which entries the default versions needed where they were taken from registries: which release a default stands for, only a
 * registry knows, and whoever clears up the cache does not ask one.
 */
export async function rememberDefaults(cacheFolder: string, names: readonly string[]): Promise<void> {
  await mkdir(cacheFolder, { recursive: true });
  await writeFile(fileOf(cacheFolder), JSON.stringify(names));
}

/** The entries that were noted last; none where there was no such run. */
export async function rememberedDefaults(cacheFolder: string): Promise<readonly string[]> {
  const content = await unless(['ENOENT'], readFile(fileOf(cacheFolder), 'utf8'));
  return content === undefined ? [] : (JSON.parse(content) as readonly string[]);
}

const fileOf = (cacheFolder: string) => join(cacheFolder, 'published-defaults.json');
