import type { V1Pod } from '@kubernetes/client-node';
import { done, notYet, pollUntil } from '../wait/poll-until.ts';
import { withForwardedPort } from './forwarded-port.ts';
import { istiodPods } from './istiod-cacerts.ts';
import type { KubernetesClient } from './kubernetes-client.ts';
import type { WaitListener } from './watch-until.ts';

/** istiod's own port for its state; from loopback it wants no credentials. */
const debugPort = 8080;
const lookIntervalMs = 500;
const answerTimeoutMs = 5_000;
/** A proxy that has lost its istiod tries again after a pause that grows to 30 s. */
const reconnectTimeoutMs = 120_000;

/**
 * Waits until these pods' proxies are connected to the istiods that are there, as `istioctl proxy-status` shows it. One
 * that is not learns nothing new: it goes on sending requests to pods that are gone.
 *
 * @param namespace - Of istiod.
 */
export async function untilProxiesConnected(
  client: KubernetesClient,
  namespace: string,
  pods: readonly V1Pod[],
  wait: WaitListener,
): Promise<void> {
  const wanted = pods.map(({ metadata }) => `${metadata?.name}.${metadata?.namespace}`);
  const waitingFor = `${wanted.length} proxies to be connected to istiod`;
  wait.waitingFor(waitingFor);
  await pollUntil(
    async () => {
      const istiods = await istiodPods(client, namespace);
      const connected = new Set((await Promise.all(istiods.map((istiod) => proxiesOf(client, istiod)))).flat());
      const missing = wanted.filter((proxy) => !connected.has(proxy));
      return missing.length === 0 ? done(undefined) : notYet(`not yet ${missing.join(', ')}`);
    },
    {
      waitingFor,
      timeoutMs: reconnectTimeoutMs,
      intervalMs: lookIntervalMs,
      signal: wait.signal,
      onObserved: wait.observed,
    },
  );
}

/** The proxies that are connected to an istiod, as `POD.NAMESPACE`. */
async function proxiesOf(client: KubernetesClient, { metadata }: V1Pod): Promise<readonly string[]> {
  const pod = { namespace: metadata?.namespace ?? '', pod: metadata?.name ?? '', port: debugPort };
  return withForwardedPort(client.kubeConfig, pod, async (port) => {
    const answer = await fetch(`http://127.0.0.1:${port}/debug/syncz`, {
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
    return connectedProxies(await answer.text());
  });
}

/** Reads istiod's `/debug/syncz`. */
export function connectedProxies(syncz: string): readonly string[] {
  return ((JSON.parse(syncz) ?? []) as readonly { readonly proxy?: string }[]).flatMap(({ proxy }) => proxy ?? []);
}
