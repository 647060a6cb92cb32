import { type KubernetesObject, PatchStrategy } from '@kubernetes/client-node';
import type { KubernetesClient } from './kubernetes-client.ts';

/** Field manager of everything the harness applies; it shows in `managedFields`. */
export const fieldManager = 'istio-pca-e2e';

/**
 * Applies objects in order by server-side apply, as `kubectl apply --server-side --force-conflicts` does.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export async function apply(client: KubernetesClient, ...objects: readonly KubernetesObject[]): Promise<void> {
  for (const object of objects) {
    await client.objects.patch(object, undefined, undefined, fieldManager, true, PatchStrategy.ServerSideApply);
  }
}
