import { readdir, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, sep } from 'node:path';
import { unless } from '../../errors/error-code.ts';
import { UsageError } from '../../errors/harness-error.ts';
import { readAwsRecord } from '../../flow/aws-record.ts';
import { readClusterRecord } from '../../flow/cluster-record.ts';
import { findRunState } from '../../flow/run-state.ts';
import { isOwnFolder } from '../../process/own-file.ts';
import { runFiles } from '../keep.ts';
import { legible } from '../legible.ts';
import { readOwner } from '../run-owner.ts';
import type { Leftover } from './leftover.ts';

/** How the folders begin that this project makes for itself in the folder for temporary files. */
const temporaryPrefix = 'pca-e2e-';

/** Folders in which runs may have been: `runs/` here, and our own among the temporary ones with what is in them. */
export async function runFolders(cwd: string): Promise<readonly string[]> {
  const temporary = await realpath(tmpdir());
  const ours = (await foldersIn(temporary)).filter(
    (folder) => basename(folder).startsWith(temporaryPrefix) && isOwnFolder(folder),
  );
  const inside = await Promise.all([join(cwd, 'runs'), ...ours].map(foldersIn));
  return [...ours, ...inside.flat()];
}

/**
 * What a killed run left in its folder; what is noted in a broken file is not among it, and its removal says so. A temporary folder goes with all that is in it; from one that the user chose,
 * only what leads into the run that is gone. Nothing, when the folder is another run's by now.
 */
export async function leftInFolder(runId: string, folder: string): Promise<readonly Leftover[]> {
  const [note, kept] = await Promise.all([readOwner(folder), findRunState(folder)]);
  if (note?.runId !== runId && kept?.run.id !== runId) return [];
  const noted = [...(await notedInCluster(folder)), ...(await notedInAws(folder))];
  const temporary = await temporaryFolderOf(folder);
  if (temporary !== undefined) return [...noted, { kind: 'folder', name: temporary }];
  const names = new Set(await readdir(folder));
  const files = runFiles
    .filter((name) => names.has(name))
    .map((name): Leftover => ({ kind: name === 'kind' ? 'folder' : 'file', name: join(folder, name) }));
  return [...noted, ...files];
}

/** What a run added to a cluster of somebody's: which objects these are, is looked for there when they are removed. */
async function notedInCluster(folder: string): Promise<readonly Leftover[]> {
  const record = await legible(readClusterRecord(folder));
  return record === undefined ? [] : [{ kind: 'cluster', name: record.cluster.context }];
}

/** What a run noted to have created in AWS itself: it is removed with the run, if it is still there and carries its tags. */
async function notedInAws(folder: string): Promise<readonly Leftover[]> {
  const { creations = [] } = (await legible(readAwsRecord(folder))) ?? {};
  return creations.flatMap(({ kind, arn }) => (arn === undefined ? [] : [{ kind, name: arn }]));
}

/** The folder itself, or the session's folder around it when no other run is in there; undefined for a user's own. */
async function temporaryFolderOf(folder: string): Promise<string | undefined> {
  const [first = '', second, ...deeper] = relative(await realpath(tmpdir()), folder).split(sep);
  if (!first.startsWith(temporaryPrefix) || deeper.length > 0) return undefined;
  if (second === undefined) return folder;
  if (!isOwnFolder(dirname(folder))) return undefined;
  const others = (await foldersIn(dirname(folder))).filter((other) => other !== folder);
  // What is in there may be another user's run.
  if (!others.every(isOwnFolder)) return folder;
  return (await Promise.all(others.map(mayHoldRun))).includes(true) ? folder : dirname(folder);
}

/** A note that cannot be read may be a run's. */
async function mayHoldRun(folder: string): Promise<boolean> {
  try {
    return [await readOwner(folder), await findRunState(folder)].some((note) => note !== undefined);
  } catch (error) {
    if (error instanceof UsageError) return true;
    throw error;
  }
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await unless(['ENOENT', 'ENOTDIR', 'EACCES'], readdir(folder, { withFileTypes: true }));
  return (entries ?? []).filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
}
