import { AppsV1Api, type V1Deployment, type V1Pod } from '@kubernetes/client-node';
import type { KubernetesClient } from './kubernetes-client.ts';
import type { NamedObject } from './objects.ts';
import { livePods } from './pods.ts';

/** The Deployments of a namespace, or those with these labels. */
export async function deploymentsIn(
  client: KubernetesClient,
  namespace: string,
  labelSelector?: string,
): Promise<readonly V1Deployment[]> {
  const apps = client.kubeConfig.makeApiClient(AppsV1Api);
  const selected = labelSelector === undefined ? {} : { labelSelector };
  return (await apps.listNamespacedDeployment({ namespace, ...selected })).items;
}

/** Whether a pod is one of a Deployment's. Its selector may choose a pod that a user made by hand: only a ReplicaSet's are its own. */
export function isPodOf({ metadata, spec }: V1Deployment, pod: V1Pod): boolean {
  if (metadata?.namespace !== pod.metadata?.namespace) return false;
  if (!pod.metadata?.ownerReferences?.some(({ kind }) => kind === 'ReplicaSet')) return false;
  const labels = pod.metadata.labels ?? {};
  return Object.entries(spec?.selector.matchLabels ?? {}).every(([label, value]) => labels[label] === value);
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
