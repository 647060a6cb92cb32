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

/** Whether a component's pods run the images of the wanted version, and none of the former one are left. */
export async function checkVersion(
  client: KubernetesClient,
  component: { readonly id: string; readonly name: string; readonly version: string; readonly pods: PodsOfComponent },
  images: readonly ImageRecord[],
): Promise<Check> {
  const { id, name, version, pods } = component;
  const { items } = await client.core.listNamespacedPod(pods);
  const present = livePods(items);
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
