import { AppsV1Api, type V1Container, type V1Deployment, type V1Pod } from '@kubernetes/client-node';
import type { ImageRecord } from '../../artifacts/images/image-record.ts';
import { formatReference, parseReference } from '../../artifacts/registry/oci/image-reference.ts';
import { isPodOf } from '../../kubernetes/deployed-pods.ts';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import type { NamedObject } from '../../kubernetes/objects.ts';
import { livePods } from '../../kubernetes/pods.ts';

/** Containers of a pod that go on as long as it does: a native sidecar is a restartable init container. */
const containersOf = ({ spec }: V1Pod): readonly V1Container[] => [
  ...(spec?.containers ?? []),
  ...(spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always'),
];

const proxyOf = (pod: V1Pod): V1Container | undefined => containersOf(pod).find(({ name }) => name === 'istio-proxy');

/** Whether a pod is of the mesh: a workload with its sidecar, or a gateway. */
export const hasProxy = (pod: V1Pod): boolean => proxyOf(pod) !== undefined;

/** The pods of these namespaces that run with a proxy, those on their way out left aside. */
export async function podsWithProxies(
  client: KubernetesClient,
  isOurs: (namespace: string) => boolean,
): Promise<readonly V1Pod[]> {
  const { items } = await client.core.listPodForAllNamespaces();
  return livePods(items).filter((pod) => isIn(isOurs, pod) && hasProxy(pod) && pod.status?.phase === 'Running');
}

const isIn = (isOurs: (namespace: string) => boolean, { metadata }: V1Pod): boolean =>
  isOurs(metadata?.namespace ?? '');

/** Those of a pod's containers that run no image of these: what is left of another version. */
export function otherImagesOf(pod: V1Pod, images: readonly ImageRecord[]): readonly string[] {
  const names = new Set(images.map(({ name }) => wholeName(name)));
  return containersOf(pod)
    .map(({ image = '' }) => image)
    .filter((image) => !names.has(wholeName(image)));
}

const wholeName = (image: string): string => formatReference({ ...parseReference(image), digest: undefined });

/** Proxies of another version than these images are of. */
export interface OutdatedProxies {
  /** Whose pods have them, and get others with new pods. */
  readonly deployments: readonly NamedObject[];
  /** Pods of no Deployment: what made them must make them anew. */
  readonly others: readonly NamedObject[];
}

/** Where in these namespaces proxies run that are not of these images. */
export async function outdatedProxies(
  client: KubernetesClient,
  images: readonly ImageRecord[],
  isOurs: (namespace: string) => boolean,
): Promise<OutdatedProxies> {
  const apps = client.kubeConfig.makeApiClient(AppsV1Api);
  const [{ items: pods }, { items: deployments }] = await Promise.all([
    client.core.listPodForAllNamespaces(),
    apps.listDeploymentForAllNamespaces(),
  ]);
  return groupOutdated(
    livePods(pods).filter((pod) => isIn(isOurs, pod) && isOutdated(pod, images)),
    deployments,
  );
}

function isOutdated(pod: V1Pod, images: readonly ImageRecord[]): boolean {
  const image = proxyOf(pod)?.image;
  return image !== undefined && otherImagesOf(pod, images).includes(image);
}

/** Pods by the Deployment whose selector chooses them. */
export function groupOutdated(pods: readonly V1Pod[], deployments: readonly V1Deployment[]): OutdatedProxies {
  const owned = deployments.map((deployment) => ({ deployment, pods: pods.filter((pod) => isPodOf(deployment, pod)) }));
  const inDeployments = new Set(owned.flatMap((each) => each.pods));
  return {
    deployments: owned.filter((each) => each.pods.length > 0).map(({ deployment }) => nameOf(deployment)),
    others: pods.filter((pod) => !inDeployments.has(pod)).map(nameOf),
  };
}

const nameOf = ({ metadata }: V1Deployment | V1Pod): NamedObject => ({
  namespace: metadata?.namespace ?? '',
  name: metadata?.name ?? '',
});
