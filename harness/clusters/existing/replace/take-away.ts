import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import type { WaitListener } from '../../../kubernetes/watch-until.ts';
import { removeByRounds } from '../remove-added.ts';
import { copiesOf, keepCopies } from './copies.ts';
import type { Replaced } from './replaced-objects.ts';

const removalTimeoutMs = 110_000;

/** Takes installations out of a cluster, once there are copies of them in it. Their definitions stay. */
export async function takeAway(
  client: KubernetesClient,
  { objects, companions, definitions }: Replaced,
  { runId, ...wait }: WaitListener & { readonly runId: string },
): Promise<void> {
  await keepCopies(client, runId, await copiesOf(client, [...objects, ...definitions], wait.signal));
  const going = new Set([...objects, ...companions].map(({ uid }) => uid));
  await removeByRounds(client.kubeConfig, {
    ...wait,
    timeoutMs: removalTimeoutMs,
    what: 'what the run replaces to be gone',
    // What controllers have made since is theirs, by its owners.
    select: (all) => all.filter(({ uid, ownedBy }) => going.has(uid) || ownedBy.some((owner) => going.has(owner))),
    isExpectedToGo: ({ uid }) => going.has(uid),
  });
}
