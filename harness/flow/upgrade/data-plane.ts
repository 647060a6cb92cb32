import type { ImageRecord } from '../../artifacts/images/image-record.ts';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import type { NamedObject } from '../../kubernetes/objects.ts';
import { restartDeployment, untilFormerPodsEnded } from '../../kubernetes/rollout.ts';
import type { WaitListener } from '../../kubernetes/watch-until.ts';
import type { Check } from '../../pki/check.ts';
import { checked } from '../checks.ts';
import { type OutdatedProxies, outdatedProxies, podsWithProxies } from './proxies.ts';

/**
 * Gives every proxy the version of these images by new pods, as `kubectl rollout restart` makes them: a sidecar is
 * injected when its pod is made, and stays. A Deployment goes on serving: a pod ends once another one is ready.
 *
 * @param isOurs - Whether pods of a namespace may be restarted.
 * @see https://istio.io/latest/docs/setup/upgrade/in-place/#upgrade-steps
 */
export async function renewProxies(
  client: KubernetesClient,
  { images, isOurs }: { readonly images: readonly ImageRecord[]; readonly isOurs: (namespace: string) => boolean },
  wait: WaitListener,
): Promise<Check> {
  const { deployments } = await outdatedProxies(client, images, isOurs);
  await Promise.all(deployments.map((deployment) => restartDeployment(client, deployment, wait)));
  for (const namespace of new Set(deployments.map((each) => each.namespace)))
    await untilFormerPodsEnded(client, namespace, wait);
  const proxies = await podsWithProxies(client, isOurs);
  return proxiesCheck(deployments, await outdatedProxies(client, images, isOurs), proxies.length);
}

/** @param present - How many pods run with a proxy: where none does, none is of the new version. */
export function proxiesCheck(restarted: readonly NamedObject[], left: OutdatedProxies, present: number): Check {
  const names = (objects: readonly NamedObject[]) =>
    objects.map(({ namespace, name }) => `${namespace}/${name}`).join(', ');
  const kept = left.others.length === 0 ? '' : `; pods of no Deployment keep theirs: ${names(left.others)}`;
  return checked(left.deployments.length === 0 && present > 0, {
    id: 'upgrade-proxies',
    title: 'Every proxy of a Deployment is of the new version',
    expected: 'no pod of a Deployment with a proxy of another version than istiod',
    observed:
      left.deployments.length === 0
        ? `${present} pods with a proxy; restarted: ${names(restarted) || 'none'}${kept}`
        : `another version in ${names(left.deployments)}${kept}`,
  });
}
