import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrorCode, unless } from '../../errors/error-code.ts';
import { runCommand } from '../../process/run-command.ts';
import { blobFolderOf } from '../cache/blob-folder.ts';
import { cacheFolder } from '../cache/cache-folder.ts';
import { lockUnit } from '../cache/unit-lock.ts';
import { UnitStore } from '../cache/unit-store.ts';
import { removeImage, removeNamelessImages } from '../docker/docker-images.ts';
import { type CachedArtifact, type CachedArtifactsOptions, listArtifacts } from './list-artifacts.ts';

export interface PruneOptions extends CachedArtifactsOptions {
  /** `all`, or only what the default versions do not need. */
  readonly what: 'all' | 'unused';
}

export interface Pruned {
  readonly removed: readonly CachedArtifact[];
  /** Those whose image a container still uses. */
  readonly kept: readonly CachedArtifact[];
}

/** Removes built artifacts with their images and logs. What a running container uses stays. */
export async function pruneArtifacts(options: PruneOptions): Promise<Pruned> {
  const run = options.runCommand ?? runCommand;
  const store = new UnitStore(options.cacheFolder ?? cacheFolder());
  const doomed = (await listArtifacts(options)).filter((artifact) => options.what === 'all' || !artifact.usedByDefault);
  const removed: CachedArtifact[] = [];
  const kept: CachedArtifact[] = [];
  for (const artifact of doomed) {
    options.signal.throwIfAborted();
    const name = `${artifact.unit}-${artifact.key}`;
    // Waits for a build of it that is under way, instead of taking its result away unnoticed.
    await using _lock = await lockUnit(store.lockOf(name), { signal: options.signal, onWaiting: () => undefined });
    if (artifact.image !== undefined && !(await removeImage(run, artifact.image))) {
      kept.push(artifact);
      continue;
    }
    await store.discard(artifact.folder);
    await rm(store.logOf(name), { force: true });
    removed.push(artifact);
  }
  await removeNamelessImages(run);
  await removeLeftWork(store);
  await removeUnusedBlobs(store.folder);
  return { removed, kept };
}

/** Folders of builds that were killed; a living build's carries the id of its process. */
async function removeLeftWork(store: UnitStore): Promise<void> {
  for (const name of await readdir(store.workFolder).catch(emptyWhenMissing)) {
    const pid = Number(name.slice(name.lastIndexOf('.') + 1));
    if (!isRunning(pid)) await rm(join(store.workFolder, name), { recursive: true, force: true });
  }
}

/** Blobs that no cached image has a second name for. A file that is being fetched is young: another process may be at it. */
async function removeUnusedBlobs(cacheFolderPath: string): Promise<void> {
  const folder = blobFolderOf(cacheFolderPath);
  for (const name of await readdir(folder).catch(emptyWhenMissing)) {
    const blob = await unless(['ENOENT'], stat(join(folder, name)));
    const isPart = name.includes('.');
    if (blob === undefined || blob.nlink > 1 || (isPart && Date.now() - blob.mtimeMs < youngMs)) continue;
    await rm(join(folder, name), { force: true });
  }
}

const youngMs = 60 * 60_000;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasErrorCode(error, 'EPERM');
  }
}

function emptyWhenMissing(error: unknown): readonly string[] {
  if (hasErrorCode(error, 'ENOENT')) return [];
  throw error;
}
