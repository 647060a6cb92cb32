import type { AddedToCluster, InventoryEntry } from '../added-to-cluster.ts';
import { compareInventories, entriesOf, type InventoryChanges } from '../compare-inventories.ts';
import { type InventoryObject, nameOfObject } from '../inventory.ts';
import { isDerived } from '../is-ours.ts';

/**
 * Compares a cluster with what it was before a run that had replaced something: what is back is known by its name, and what
 * came with it by its owners.
 */
export function compareReplaced(added: AddedToCluster, after: readonly InventoryObject[]): InventoryChanges {
  const { before, replaced } = added;
  const { formerly, comesBack } = backAgain(added, after);
  const entries = after.flatMap((object): readonly InventoryEntry[] => {
    const uid = formerly(object);
    if (uid !== undefined) return [{ name: nameOfObject(object), uid }];
    return comesBack(object) ? [] : entriesOf([object]);
  });
  const there = new Set(entries.map(({ uid }) => uid));
  const isThere = ({ uid }: InventoryEntry) => there.has(uid);
  // Pods have other names now, and a lease is written once somebody needs it.
  const excused = new Set(replaced?.companions.filter((one) => !isThere(one)).map(({ uid }) => uid));
  const expected = before.filter(({ uid }) => !excused.has(uid));
  const putBack = replaced?.objects.filter(isThere).length ?? 0;
  return { ...compareInventories(expected, entries), compared: before.length, putBack };
}

/** What a run knows of a cluster once what it had replaced is back: that was not there before, and is not the run's. */
export function withPutBack(added: AddedToCluster, after: readonly InventoryObject[]): AddedToCluster {
  const there = new Set(added.before.map(({ uid }) => uid));
  const { comesBack } = backAgain(added, after);
  return { ...added, before: entriesOf(after.filter((object) => there.has(object.uid) || comesBack(object))) };
}

function backAgain({ before, replaced }: AddedToCluster, after: readonly InventoryObject[]) {
  const there = new Set(before.map(({ uid }) => uid));
  const uidBefore = new Map(before.map(({ name, uid }) => [name, uid]));
  const went = new Set([...(replaced?.objects ?? []), ...(replaced?.companions ?? [])].map(({ uid }) => uid));
  /** Uid of the object in whose place this one is. */
  const formerly = (object: InventoryObject): string | undefined => {
    const uid = uidBefore.get(nameOfObject(object));
    if (uid === undefined || there.has(object.uid)) return undefined;
    return went.has(uid) || isDerived(object) ? uid : undefined;
  };
  const back = new Set(after.filter((object) => formerly(object) !== undefined).map(({ uid }) => uid));
  for (let count = -1; count !== back.size; ) {
    count = back.size;
    for (const { uid, ownedBy } of after) if (ownedBy.some((owner) => back.has(owner))) back.add(uid);
  }
  return { formerly, comesBack: ({ uid }: InventoryObject) => back.has(uid) };
}
