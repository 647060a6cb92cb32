import type { V1Deployment, V1Pod } from '@kubernetes/client-node';
import { deploymentsIn, isPodOf } from '../../kubernetes/deployed-pods.ts';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import {
  describePod,
  hasReadyContainer,
  isReady,
  isRunning,
  livePods,
  readyContainers,
  refuseCrashing,
} from '../../kubernetes/pods.ts';
import { resourcePaths } from '../../kubernetes/resource-paths.ts';
import { type WaitListener, watchUntil } from '../../kubernetes/watch-until.ts';
import { type Check, checkOf, findingOf, type Observation } from '../../pki/check.ts';
import { done, notYet } from '../../wait/poll-until.ts';

/** Deployments of a namespace and pods that may be theirs. */
export interface DeployedPods {
  readonly deployments: readonly V1Deployment[];
  readonly pods: readonly V1Pod[];
}

/** Whether each of cert-manager's three components has the pods that its Deployment asks for, and they run. */
export function certManagerPodsCheck(deployed: DeployedPods): Check {
  const components = ['controller', 'cainjector', 'webhook'];
  const observations = components.map((component) =>
    observePods(component, (deployment) => componentOf(deployment) === component, deployed, isRunning),
  );
  const expected = 'controller, cainjector and webhook Running, each with as many pods as its Deployment asks for';
  return checkOf('cert-manager-pods', "cert-manager's pods are Running", findingOf(expected, observations));
}

/** A component by the chart's label for it, or by its name where there is no such label. */
function componentOf({ metadata: { labels = {} } = {} }: V1Deployment): string | undefined {
  const name = labels['app.kubernetes.io/name'];
  return labels['app.kubernetes.io/component'] ?? (name === 'cert-manager' ? 'controller' : name);
}

/** Whether the issuer has the pods that its Deployment asks for, and they run. */
export function issuerPodsCheck(deployed: DeployedPods): Check {
  const observation = observePods('the issuer', () => true, deployed, isRunning);
  const expected = 'as many pods as its Deployment asks for, every one Running';
  return checkOf('issuer-pods', "The issuer's pods are Running", findingOf(expected, [observation]));
}

/** The Deployments of Bookinfo's manifest, as the guide lists their pods. */
const bookinfoDeployments = ['details-v1', 'productpage-v1', 'ratings-v1', 'reviews-v1', 'reviews-v2', 'reviews-v3'];

/** Whether each Deployment of Bookinfo has its pods, and each of them two ready containers, of which one is the sidecar. */
export function bookinfoPodsCheck(deployed: DeployedPods): Check {
  const observations = bookinfoDeployments.map((name) =>
    observePods(name, ({ metadata }) => metadata?.name === name, deployed, hasReadySidecar),
  );
  const expected = `${bookinfoDeployments.join(', ')}: every pod 2/2, the service and its sidecar istio-proxy`;
  return checkOf('bookinfo-pods', 'Every Bookinfo pod is 2/2', findingOf(expected, observations));
}

/** Istio may inject its proxy as a container or as a native sidecar; both are counted, and recognised by their name. */
const hasReadySidecar = (pod: V1Pod): boolean =>
  isReady(pod) && readyContainers(pod).all === 2 && hasReadyContainer(pod, 'istio-proxy');

function observePods(
  what: string,
  isWanted: (deployment: V1Deployment) => boolean,
  { deployments, pods }: DeployedPods,
  isAsWanted: (pod: V1Pod) => boolean,
): Observation {
  const [deployment, ...others] = deployments.filter(isWanted);
  if (deployment === undefined) return { holds: false, text: `${what} has no Deployment` };
  if (others.length > 0) return { holds: false, text: `${what} has ${others.length + 1} Deployments` };
  const own = podsOf(deployment, pods);
  // A Deployment that asks for none does not make the claim true.
  const wanted = Math.max(replicasOf(deployment), 1);
  const lacking = own.length < wanted ? [`${what} has ${own.length} of ${wanted} pods`] : [];
  return {
    holds: lacking.length === 0 && own.every(isAsWanted),
    text: [...lacking, ...own.map(describePod)].join(', '),
  };
}

const replicasOf = ({ spec }: V1Deployment) => spec?.replicas ?? 1;
const podsOf = (deployment: V1Deployment, pods: readonly V1Pod[]) =>
  livePods(pods).filter((pod) => isPodOf(deployment, pod));

export interface PodsToCheck extends WaitListener {
  readonly what: string;
  readonly timeoutMs: number;
  readonly judge: (deployed: DeployedPods) => Check;
  /** When a pod is what its Deployment can make of it: once all are, waiting longer changes nothing. */
  readonly isSettled: (pod: V1Pod) => boolean;
}

/**
 * Waits until the pods of a namespace's Deployments have settled, and judges them as they are then.
 *
 * @throws WaitTimeoutError with what was seen last; ComponentError for a pod that keeps crashing.
 */
export async function checkPods(
  client: KubernetesClient,
  { namespace, labelSelector }: { readonly namespace: string; readonly labelSelector?: string },
  { judge, isSettled, ...options }: PodsToCheck,
): Promise<Check> {
  const deployments = await deploymentsIn(client, namespace, labelSelector);
  // No event would come of pods that nothing makes.
  if (deployments.length === 0) return judge({ deployments, pods: [] });
  const target = { path: resourcePaths.pods(namespace), ...(labelSelector === undefined ? {} : { labelSelector }) };
  return watchUntil<V1Pod, Check>(
    client,
    target,
    (pods) => {
      refuseCrashing(livePods(pods).filter((pod) => !isSettled(pod)));
      const check = judge({ deployments, pods });
      const haveSettled = deployments.every((deployment) => {
        const own = podsOf(deployment, pods);
        return own.length >= replicasOf(deployment) && own.every(isSettled);
      });
      return haveSettled ? done(check) : notYet(check.observed);
    },
    options,
  );
}
