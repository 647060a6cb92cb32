import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrorCode } from '../../errors/error-code.ts';
import { runCommand } from '../../process/run-command.ts';
import { cacheFolder } from '../cache/cache-folder.ts';
import { checkManifest } from '../cache/entry-manifest.ts';
import { rememberedDefaults } from '../cache/remembered-defaults.ts';
import type { Origin } from '../cache/unit.ts';
import { UnitStore } from '../cache/unit-store.ts';
import { cachedImages } from '../docker/docker-images.ts';
import { defaultVersions } from '../versions.ts';
import { planUnits } from './plan.ts';
import { resolveVersions } from './versions/resolve-versions.ts';

/** One thing that was built and kept: files in the cache folder, an image in Docker, or both. */
export interface CachedArtifact {
  readonly unit: string;
  readonly version: string;
  readonly key: string;
  readonly state: 'whole' | 'broken';
  /** What is wrong with a broken one. */
  readonly problem?: string;
  /** Of its files and its image together. */
  readonly sizeBytes: number;
  readonly builtAt: string | undefined;
  readonly lastUsedAt: string;
  /** Whether the versions that a run takes by default need it. */
  readonly usedByDefault: boolean;
  /** Absolute path. */
  readonly folder: string;
  /** Where it was taken from, with digests; none for what was built here. */
  readonly origins: readonly Origin[];
  /** Reference of the image that Docker keeps. */
  readonly image?: string;
}

export interface CachedArtifactsOptions {
  readonly signal: AbortSignal;
  /** @defaultValue as for building */
  readonly cacheFolder?: string;
  readonly runCommand?: typeof runCommand;
}

/** What the cache holds, the last used first. */
export async function listArtifacts(options: CachedArtifactsOptions): Promise<readonly CachedArtifact[]> {
  const run = options.runCommand ?? runCommand;
  const store = new UnitStore(options.cacheFolder ?? cacheFolder());
  const plan = await planUnits(resolveVersions(defaultVersions), run, options.signal);
  const usedByDefault = new Set([
    ...plan.all.map((unit) => store.nameOf(unit)),
    ...(await rememberedDefaults(store.folder)),
  ]);
  const images = new Map((await cachedImages(run)).map((image) => [image.cacheKey, image]));

  const listed = await Promise.all(
    (await entryNames(store)).map(async (name): Promise<CachedArtifact> => {
      const folder = join(store.entriesFolder, name);
      const separator = name.lastIndexOf('-');
      const key = name.slice(separator + 1);
      const check = await checkManifest(folder);
      const manifest = check.state === 'whole' ? check.manifest : undefined;
      const image = images.get(key);
      return {
        unit: manifest?.unit ?? name.slice(0, separator),
        version: manifest?.version ?? 'unknown',
        key,
        state: check.state === 'whole' ? 'whole' : 'broken',
        ...(check.state === 'broken' ? { problem: check.problem } : {}),
        sizeBytes: (manifest?.files.reduce((sum, file) => sum + file.sizeBytes, 0) ?? 0) + (image?.sizeBytes ?? 0),
        builtAt: manifest?.builtAt,
        lastUsedAt: (await stat(folder)).mtime.toISOString(),
        usedByDefault: usedByDefault.has(name),
        folder,
        origins: manifest?.origins ?? [],
        ...(image === undefined ? {} : { image: image.reference }),
      };
    }),
  );
  return listed.sort((left, right) => right.lastUsedAt.localeCompare(left.lastUsedAt));
}

async function entryNames(store: UnitStore): Promise<readonly string[]> {
  try {
    return await readdir(store.entriesFolder);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return [];
    throw error;
  }
}
