import type { InventoryChanges } from '../clusters/existing/compare-inventories.ts';

const shown = 5;

/** How a cluster differs from what it was before the run, in a sentence or two. */
export function clusterChangesNote({ compared, gone, new: added }: InventoryChanges): string {
  if (gone.length === 0 && added.length === 0) {
    return `all ${compared} objects of the cluster are the ones that were there before, and no other is there`;
  }
  return [
    `${compared - gone.length} of the ${compared} objects that were there before are there`,
    ...(gone.length === 0 ? [] : [`not removed by this run, and gone: ${listed(gone)}`]),
    ...(added.length === 0 ? [] : [`not made by this run, and left alone: ${listed(added)}`]),
  ].join('; ');
}

function listed(names: readonly string[]): string {
  const first = names.slice(0, shown).join(', ');
  return names.length > shown ? `${first} and ${names.length - shown} more` : first;
}
