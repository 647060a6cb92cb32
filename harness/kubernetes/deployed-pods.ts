import { AppsV1Api, type V1Pod } from '@kubernetes/client-node';
import type { KubernetesClient } from './kubernetes-client.ts';
import type { NamedObject } from './objects.ts';
import { livePods } from './pods.ts';

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

/** The pods that a Deployment's selector chooses and that are not on their way out, oldest first. */
export async function podsOf(client: KubernetesClient, { namespace, name }: NamedObject): Promise<readonly V1Pod[]> {
  const apps = client.kubeConfig.makeApiClient(AppsV1Api);
  const { spec } = await apps.readNamespacedDeployment({ namespace, name });
  const labels = Object.entries(spec?.selector.matchLabels ?? {}).map(([label, value]) => `${label}=${value}`);
  const { items } = await client.core.listNamespacedPod({ namespace, labelSelector: labels.join(',') });
  const createdMs = ({ metadata }: V1Pod) => metadata?.creationTimestamp?.getTime() ?? 0;
  return livePods(items).toSorted((one, other) => createdMs(one) - createdMs(other));
}
