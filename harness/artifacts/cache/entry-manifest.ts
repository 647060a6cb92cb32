import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { hasErrorCode } from '../../errors/error-code.ts';
import type { Origin } from './unit.ts';

/** The file in a cache entry that lists all the others. Its presence is what makes the entry complete. */
export const manifestName = 'manifest.json';

interface FileRecord {
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** Of the content; of the target for a symbolic link. */
  readonly sha256: string;
}

/** What a cache entry says about itself. */
export interface EntryManifest {
  readonly unit: string;
  readonly version: string;
  readonly key: string;
  readonly builtAt: string;
  readonly buildMs: number;
  /** Where it was taken from, if it was not made here. Entries of former versions do not say it. */
  readonly origins?: readonly Origin[];
  readonly files: readonly FileRecord[];
}

/** Lists every file of a finished build and writes the manifest beside them. */
export async function writeManifest(folder: string, about: Omit<EntryManifest, 'files'>): Promise<EntryManifest> {
  const files = await Promise.all((await filesBelow(folder)).map((path) => record(folder, path)));
  const manifest: EntryManifest = { ...about, files };
  await writeFile(join(folder, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

export type ManifestCheck =
  | { readonly state: 'missing' }
  | { readonly state: 'broken'; readonly problem: string }
  | { readonly state: 'whole'; readonly manifest: EntryManifest };

/**
 * Compares an entry with its manifest. Sizes and times are compared always; a file whose time changed is hashed, so that an entry
 * that was only copied or touched stays valid and one that was changed does not.
 */
export async function checkManifest(folder: string): Promise<ManifestCheck> {
  let text: string;
  try {
    text = await readFile(join(folder, manifestName), 'utf8');
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT')) throw error;
    return (await exists(folder)) ? { state: 'broken', problem: 'it has no manifest' } : { state: 'missing' };
  }
  let manifest: EntryManifest;
  try {
    manifest = JSON.parse(text);
  } catch {
    return { state: 'broken', problem: 'its manifest is not JSON' };
  }
  const problems = await Promise.all(manifest.files.map((file) => problemOf(folder, file)));
  const problem = problems.find((found) => found !== undefined);
  return problem === undefined ? { state: 'whole', manifest } : { state: 'broken', problem };
}

async function problemOf(folder: string, expected: FileRecord): Promise<string | undefined> {
  const path = join(folder, expected.path);
  try {
    const found = await lstat(path);
    if (found.size !== expected.sizeBytes) {
      return `${expected.path} has ${found.size} bytes instead of ${expected.sizeBytes}`;
    }
    if (found.mtimeMs === expected.modifiedMs) return undefined;
    const { sha256 } = await record(folder, expected.path);
    return sha256 === expected.sha256 ? undefined : `${expected.path} was changed`;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return `${expected.path} is gone`;
    throw error;
  }
}

async function record(folder: string, path: string): Promise<FileRecord> {
  const found = await lstat(join(folder, path));
  const hash = createHash('sha256');
  if (found.isSymbolicLink()) hash.update(await readlink(join(folder, path)));
  else await pipeline(createReadStream(join(folder, path)), hash);
  return { path, sizeBytes: found.size, modifiedMs: found.mtimeMs, sha256: hash.digest('hex') };
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return false;
    throw error;
  }
}
