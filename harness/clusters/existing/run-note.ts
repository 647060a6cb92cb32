import { createHash } from 'node:crypto';
import type { V1ConfigMap } from '@kubernetes/client-node';
import { unless } from '../../errors/error-code.ts';
import { apply } from '../../kubernetes/apply.ts';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { nameForRun, runLabel } from '../ownership.ts';
import type { AddedToCluster } from './added-to-cluster.ts';
import type { InventoryObject } from './inventory.ts';

/** Where system components keep theirs, and where few may write. */
const namespace = 'kube-system';

/**
 * The first thing that a run adds to a cluster, and the last that it removes: a ConfigMap by which the cluster confirms what
 * the run's record says. What charts and istioctl install carries no label of the run; whatever a record says that it
 * installed, it is removed only where the cluster says so too.
 */
export function runNote(runId: string, { before, installs, namespaces }: AddedToCluster): V1ConfigMap {
  const record = createHash('sha256')
    .update(JSON.stringify([before, installs, namespaces]))
    .digest('hex');
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace, name: nameForRun(runId), labels: { [runLabel]: runId } },
    data: { record },
  };
}

export async function leaveNote(client: KubernetesClient, runId: string, added: AddedToCluster): Promise<void> {
  await apply(client, runNote(runId, added));
}

/** Whether the record of a run is the one that the run left in the cluster. */
export async function isConfirmed({ core }: KubernetesClient, runId: string, added: AddedToCluster): Promise<boolean> {
  const found = await unlessAbsent(core.readNamespacedConfigMap({ namespace, name: nameForRun(runId) }));
  const { metadata, data } = runNote(runId, added);
  return (
    found?.metadata?.labels?.[runLabel] === metadata?.labels?.[runLabel] && found?.data?.['record'] === data?.['record']
  );
}

/** Removes the note: nothing of the run is left in the cluster. */
export async function removeNote({ core }: KubernetesClient, runId: string): Promise<void> {
  await unlessAbsent(core.deleteNamespacedConfigMap({ namespace, name: nameForRun(runId) }));
}

export const isNoteOf =
  (runId: string) =>
  ({ resource, namespace: where, name }: InventoryObject): boolean =>
    resource.group === '' && resource.name === 'configmaps' && where === namespace && name === nameForRun(runId);

/** The client's errors have the status as their code. */
const unlessAbsent = <T>(answer: Promise<T>): Promise<T | undefined> => unless(['404'], answer);
