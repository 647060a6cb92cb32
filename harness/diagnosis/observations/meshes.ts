import type { ClusterEvidence, IstiodFacts, PodFacts, SecretFacts } from '../cluster-evidence.ts';

/** The secret that istiod plugs its CA in from, in its own namespace, and no other. */
export const caSecret = 'cacerts';

/** An istiod that is meant to be there, and what belongs to it. */
export interface Istiod {
  readonly pod: PodFacts;
  /** What it showed of itself; undefined while it does not run. */
  readonly seen: IstiodFacts | undefined;
  /** The secret `cacerts` of its namespace. */
  readonly secret: SecretFacts | undefined;
}

/** Every istiod of the cluster, in whatever namespace. */
export function istiodsOf(cluster: ClusterEvidence): readonly Istiod[] {
  return cluster.pods
    .filter(({ labels, isLeaving }) => labels['app'] === 'istiod' && !isLeaving)
    .map((pod) => ({
      pod,
      seen: cluster.istiods.find((istiod) => istiod.namespace === pod.namespace && istiod.pod === pod.name),
      secret: cluster.secrets.find(({ namespace, name }) => namespace === pod.namespace && name === caSecret),
    }));
}

/** When the container that signs was started; null while it is not running. */
export const startOf = ({ pod }: Istiod): string | null =>
  pod.containers.find(({ name }) => name === 'discovery')?.startedAt ?? null;
