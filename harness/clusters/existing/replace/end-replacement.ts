import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import type { WaitListener } from '../../../kubernetes/watch-until.ts';
import type { AddedToCluster, ReplacedInCluster } from '../added-to-cluster.ts';
import type { InventoryChanges } from '../compare-inventories.ts';
import { takeInventory } from '../inventory.ts';
import { compareReplaced, withPutBack } from './compare-replaced.ts';
import { forgetCopies, readCopies } from './copies.ts';
import { putBack } from './put-back.ts';

export interface EndReplacementOptions extends WaitListener {
  readonly runId: string;
  readonly record: (added: AddedToCluster) => Promise<void>;
}

/**
 * Puts back what a run had replaced, once what it added is gone. It can be interrupted anywhere and done again: that it has begun is
 * written down first, so that nothing that is back is taken for the run's; and the copies go last.
 *
 * @returns How the cluster differs from what it was.
 * @throws ComponentError, WaitTimeoutError as {@link putBack}; the copies stay then.
 */
export async function endReplacement(
  client: KubernetesClient,
  added: AddedToCluster & { readonly replaced: ReplacedInCluster },
  { runId, record, ...wait }: EndReplacementOptions,
): Promise<InventoryChanges> {
  const { kubeConfig } = client;
  const { signal } = wait;
  const { replaced } = added;
  const copies = await readCopies(client, runId);
  if (copies !== undefined) {
    await record({ ...added, replaced: { ...replaced, isBeingPutBack: true } });
    wait.waitingFor(`${copies.length} objects that the run replaced to be put back`);
    await putBack(client, copies, wait);
    const known = withPutBack(added, (await takeInventory(kubeConfig, signal)).objects);
    await record({ ...known, replaced: { ...replaced, isBeingPutBack: false } });
  }
  await forgetCopies(client, runId);
  return compareReplaced(added, (await takeInventory(kubeConfig, signal)).objects);
}
