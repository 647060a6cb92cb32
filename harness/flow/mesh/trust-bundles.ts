import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { livePods } from '../../kubernetes/pods.ts';
import { hasProxy } from '../upgrade/proxies.ts';

/**
 * The trust bundle of each namespace: the ConfigMap that istiod writes into every namespace but those it ignores. A
 * namespace that runs a proxy must have it, and is listed with '' where it has none.
 */
export async function readTrustBundles({ core }: KubernetesClient): Promise<ReadonlyMap<string, string>> {
  const [bundles, pods] = await Promise.all([
    core.listConfigMapForAllNamespaces({ fieldSelector: 'metadata.name=istio-ca-root-cert' }),
    core.listPodForAllNamespaces(),
  ]);
  const ofMesh = livePods(pods.items).filter((pod) => hasProxy(pod) && pod.status?.phase === 'Running');
  return new Map([
    ...ofMesh.map(({ metadata }): [string, string] => [metadata?.namespace ?? '', '']),
    ...bundles.items.map(({ metadata, data }): [string, string] => [
      metadata?.namespace ?? '',
      data?.['root-cert.pem'] ?? '',
    ]),
  ]);
}
