import { AppsV1Api } from '@kubernetes/client-node';
import type { KubernetesClient } from './kubernetes-client.ts';

/** How many pods the Deployments of a namespace (or those with these labels) ask for. */
export async function podsAskedFor(
  client: KubernetesClient,
  namespace: string,
  labelSelector?: string,
): Promise<number> {
  const apps = client.kubeConfig.makeApiClient(AppsV1Api);
  const { items } = await apps.listNamespacedDeployment({
    namespace,
    ...(labelSelector === undefined ? {} : { labelSelector }),
  });
  return items.reduce((sum, deployment) => sum + (deployment.spec?.replicas ?? 1), 0);
}
