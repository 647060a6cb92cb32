import type { V1Pod } from '@kubernetes/client-node';
import type { ImageRecord } from '../../artifacts/images/image-record.ts';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { livePods } from '../../kubernetes/pods.ts';
import type { Check } from '../../pki/check.ts';
import { checked } from '../checks.ts';
import { otherImagesOf } from './proxies.ts';

export interface PodsOfComponent {
  readonly namespace: string;
  readonly labelSelector: string;
}

interface Component {
  readonly id: 'cert-manager' | 'issuer' | 'istiod';
  readonly name: string;
  readonly version: string;
  readonly pods: PodsOfComponent;
}

/** Whether a component's pods run the images of the wanted version, and none of the former one are left. */
export async function checkVersion(
  client: KubernetesClient,
  component: Component,
  images: readonly ImageRecord[],
): Promise<Check> {
  const { items } = await client.core.listNamespacedPod(component.pods);
  return versionCheck(component, livePods(items), images);
}

/** Whether these pods, of which there must be some, run images of the wanted version alone. */
export function versionCheck(
  { id, name, version }: Pick<Component, 'id' | 'name' | 'version'>,
  present: readonly V1Pod[],
  images: readonly ImageRecord[],
): Check {
  const others = present.flatMap((pod) =>
    otherImagesOf(pod, images).map((image) => `${pod.metadata?.name} runs ${image}`),
  );
  return checked(present.length > 0 && others.length === 0, {
    id: `upgrade-${id}`,
    title: `${name} is of version ${version}`,
    expected: `every pod runs the images of ${version}`,
    observed: others.join(', ') || present.map(({ metadata }) => metadata?.name).join(', '),
  });
}
