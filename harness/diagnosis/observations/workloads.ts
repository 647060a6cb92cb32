import type { ClusterEvidence, NamespaceFacts, PodFacts } from '../cluster-evidence.ts';
import type { EvidenceLine } from '../evidence-line.ts';
import { istiodsOf } from './meshes.ts';
import type { Observer } from './observer.ts';
import { subjectOf } from './subjects.ts';

/** Pods that are meant to be in the mesh and have no sidecar. */
export const observeWorkloads: Observer = ({ cluster }) => {
  if (cluster === null || istiodsOf(cluster).length === 0) return [];
  const own = new Set(istiodsOf(cluster).map(({ pod }) => pod.namespace));
  return cluster.namespaces
    .filter(({ name }) => !own.has(name) && !/^kube-|^cert-manager$|^local-path-storage$/.test(name))
    .flatMap((namespace) => namespaceLines(namespace, cluster));
};

function namespaceLines(namespace: NamespaceFacts, cluster: ClusterEvidence): readonly EvidenceLine[] {
  const { labels, name } = namespace;
  if (labels['istio.io/dataplane-mode'] === 'ambient') return [];
  const without = cluster.pods.filter((pod) => pod.namespace === name && couldHaveSidecar(pod) && !hasSidecar(pod));
  if (without.length === 0) return [];
  if (!isInjected(labels)) {
    const meant = without.filter(({ labels: { app, version } }) => app !== undefined && version !== undefined);
    const names = meant
      .map((pod) => `${pod.name} ${pod.summary}`)
      .slice(0, 3)
      .join(', ');
    return meant.length === 0
      ? []
      : [
          {
            kind: 'relation',
            subject: `Namespace ${name}`,
            text: `${describeLabel(labels)}, and its pods have no sidecar: ${names}`,
          },
        ];
  }
  return without.map((pod) => ({
    kind: 'relation',
    subject: subjectOf('Pod', pod),
    text: `has no sidecar (${pod.summary}), although its namespace asks for one: it was created at ${pod.createdAt}, before ${olderThan(pod, cluster)}`,
  }));
}

/** @see https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy */
const isInjected = (labels: Readonly<Record<string, string>>): boolean =>
  labels['istio-injection'] === 'enabled' ||
  (labels['istio-injection'] === undefined && labels['istio.io/rev'] !== undefined);

const describeLabel = (labels: Readonly<Record<string, string>>): string =>
  labels['istio-injection'] === undefined
    ? 'has neither the label istio-injection nor istio.io/rev'
    : `has the label istio-injection=${labels['istio-injection']}`;

const couldHaveSidecar = ({ labels, isFinished, isLeaving, isOnHostNetwork, containers }: PodFacts): boolean =>
  labels['sidecar.istio.io/inject'] !== 'false' &&
  !isFinished &&
  !isLeaving &&
  !isOnHostNetwork &&
  containers.length > 0;

const hasSidecar = ({ containers }: PodFacts): boolean => containers.some(({ name }) => name === 'istio-proxy');

/** Sidecars are put in when a pod is created, by an istiod that is there and for a namespace that asks for it. */
function olderThan(pod: PodFacts, { deployments }: ClusterEvidence): string {
  const istiods = deployments.filter(({ labels }) => labels['app'] === 'istiod').map(({ createdAt }) => createdAt);
  const first = istiods.toSorted()[0];
  return first !== undefined && pod.createdAt < first
    ? `istiod, which was at ${first}`
    : 'its namespace was labelled, or while the injection did not answer';
}
