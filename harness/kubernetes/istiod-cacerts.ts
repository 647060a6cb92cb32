import type { V1Pod } from '@kubernetes/client-node';
import type { Certificate } from '../pki/certificate.ts';
import { parsePemBundle } from '../pki/pem-bundle.ts';
import { done, notYet, pollUntil } from '../wait/poll-until.ts';
import { istiodServedChain } from './istiod-served-chain.ts';
import type { KubernetesClient } from './kubernetes-client.ts';
import { livePods } from './pods.ts';
import type { WaitListener } from './watch-until.ts';

/** The kubelet brings a changed secret to its pods within 90 s, unless it is told to look more often. */
const mountTimeoutMs = 120_000;
const lookIntervalMs = 500;

/** istiod's pods that are not on their way out. */
export async function istiodPods(client: KubernetesClient, namespace: string): Promise<readonly V1Pod[]> {
  const { items } = await client.core.listNamespacedPod({ namespace, labelSelector: 'app=istiod' });
  return livePods(items);
}

/** Waits until every istiod signs with this CA: its own server certificate is then of it too. */
export async function untilIstiodSignsWith(
  client: KubernetesClient,
  namespace: string,
  istioCa: Certificate,
  wait: WaitListener,
): Promise<void> {
  const what = `istiod to sign with Istio's CA ${istioCa.serialHex}`;
  wait.waitingFor(what);
  await pollUntil(
    async () => {
      const pods = await istiodPods(client, namespace);
      const serials = await Promise.all(pods.map((pod) => signingSerial(client, pod)));
      const isDone = serials.length > 0 && serials.every((serial) => serial === istioCa.serialHex);
      return isDone ? done(undefined) : notYet(serials.join(', ') || 'no istiod');
    },
    {
      waitingFor: what,
      timeoutMs: mountTimeoutMs,
      intervalMs: lookIntervalMs,
      signal: wait.signal,
      onObserved: wait.observed,
    },
  );
}

async function signingSerial(client: KubernetesClient, { metadata }: V1Pod): Promise<string | undefined> {
  const pod = { namespace: metadata?.namespace ?? '', name: metadata?.name ?? '' };
  const [, istioCa] = parsePemBundle(await istiodServedChain(client.kubeConfig, pod));
  return istioCa?.serialHex;
}
