import type { InventoryEntry } from './added-to-cluster.ts';
import { type InventoryObject, nameOfObject } from './inventory.ts';

/** How a cluster differs from what it was, object by object, as people name them. */
export interface InventoryChanges {
  /** How many objects there were before. */
  readonly compared: number;
  readonly gone: readonly string[];
  readonly new: readonly string[];
}

/**
 * Compares the objects of a cluster by their uids: one that was removed and made again under its name is another one.
 */
export function compareInventories(
  before: readonly InventoryEntry[],
  after: readonly InventoryEntry[],
): InventoryChanges {
  const [uidsBefore, uidsAfter] = [before, after].map((entries) => new Set(entries.map(({ uid }) => uid)));
  const names = (entries: readonly InventoryEntry[], known: ReadonlySet<string> | undefined) =>
    entries.filter(({ uid }) => !known?.has(uid)).map(({ name }) => name);
  return { compared: before.length, gone: names(before, uidsAfter), new: names(after, uidsBefore) };
}

/** Objects as they are written down. */
export const entriesOf = (objects: readonly InventoryObject[]): readonly InventoryEntry[] =>
  objects.map((object) => ({ name: nameOfObject(object), uid: object.uid }));
