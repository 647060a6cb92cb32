import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AddedToCluster } from '../clusters/existing/added-to-cluster.ts';
import type { InventoryChanges } from '../clusters/existing/compare-inventories.ts';
import { readOwnJson } from '../process/own-json.ts';
import { replaceFile } from './replace-file.ts';

/** What was in a cluster of somebody's before the run added anything: names and uids alone. */
export const clusterRecordFile = 'cluster.json';

/** How the cluster differed from that once what the run added was removed; stays with the report. */
export const clusterChangesFile = 'cluster-changes.json';

/** Notes, before anything is added to a cluster that was there before, by what it is told from the rest. */
export async function recordCluster(folder: string, added: AddedToCluster): Promise<void> {
  await replaceFile(join(folder, clusterRecordFile), `${JSON.stringify(added)}\n`);
}

/** @returns undefined for a run that came to no cluster of somebody's. */
export async function readClusterRecord(folder: string): Promise<AddedToCluster | undefined> {
  // A run that is known by Docker's labels alone has no folder.
  if (folder === '') return undefined;
  return readOwnJson<AddedToCluster>(
    join(folder, clusterRecordFile),
    ({ cluster }) => typeof cluster?.context === 'string',
  );
}

/** Forgets what was in the cluster before: nothing of the run is in it any more. */
export async function forgetCluster(folder: string): Promise<void> {
  await rm(join(folder, clusterRecordFile), { force: true });
}

/** Keeps how the cluster differs now from what it was. */
export async function recordChanges(folder: string, changes: InventoryChanges): Promise<void> {
  await replaceFile(join(folder, clusterChangesFile), `${JSON.stringify(changes, null, 2)}\n`);
}
