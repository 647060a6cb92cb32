import {
  AppsV1Api,
  type KubernetesObject,
  PatchStrategy,
  type V1Deployment,
  type V1Pod,
} from '@kubernetes/client-node';
import { done, type Look, notYet, pollUntil } from '../wait/poll-until.ts';
import { fieldManager } from './apply.ts';
import type { KubernetesClient } from './kubernetes-client.ts';
import type { NamedObject } from './objects.ts';
import { resourcePaths } from './resource-paths.ts';
import { type WaitListener, watchUntil } from './watch-until.ts';

const rolloutTimeoutMs = 90_000;
/** A pod has 30 s to end, unless it asks for more. */
const endTimeoutMs = 90_000;

/**
 * Replaces the pods of a Deployment and waits until only new ones serve, as `kubectl rollout restart` followed by
 * `kubectl rollout status` does.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#complete-deployment
 */
export async function restartDeployment(
  client: KubernetesClient,
  deployment: NamedObject,
  wait: WaitListener,
): Promise<void> {
  const annotations = { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString() };
  const patch: KubernetesObject & { readonly spec: object } = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: deployment.namespace, name: deployment.name },
    spec: { template: { metadata: { annotations } } },
  };
  await client.objects.patch(patch, undefined, undefined, fieldManager, undefined, PatchStrategy.StrategicMergePatch);
  await untilRolledOut(client, deployment, wait);
}

/** Waits until a Deployment has as many pods as it asks for, all of its present template and all available. */
export async function untilRolledOut(
  client: KubernetesClient,
  { namespace, name }: NamedObject,
  wait: WaitListener,
): Promise<void> {
  await watchUntil<V1Deployment, undefined>(client, { path: resourcePaths.deployments(namespace), name }, rolledOut, {
    ...wait,
    what: `Deployment ${namespace}/${name} to be rolled out`,
    timeoutMs: rolloutTimeoutMs,
  });
}

/** Waits until every Deployment of a namespace with these labels is rolled out. @returns Their names. */
export async function untilAllRolledOut(
  client: KubernetesClient,
  { namespace, labelSelector }: { readonly namespace: string; readonly labelSelector: string },
  wait: WaitListener,
): Promise<readonly string[]> {
  const apps = client.kubeConfig.makeApiClient(AppsV1Api);
  const { items } = await apps.listNamespacedDeployment({ namespace, labelSelector });
  const names = items.map(({ metadata }) => metadata?.name ?? '');
  await Promise.all(names.map((name) => untilRolledOut(client, { namespace, name }, wait)));
  return names;
}

/**
 * Waits until no pod of a namespace is on its way out any more. Such a pod still answers for a while, and programs that
 * are given a Deployment may choose it. Polled: a watch tells of the objects that are there one by one, and so cannot
 * tell that there is none of a sort.
 */
export async function untilFormerPodsEnded(
  client: KubernetesClient,
  namespace: string,
  wait: WaitListener,
): Promise<void> {
  const waitingFor = `the former pods of ${namespace} to end`;
  wait.waitingFor(waitingFor);
  await pollUntil(async () => noneEnding((await client.core.listNamespacedPod({ namespace })).items), {
    waitingFor,
    timeoutMs: endTimeoutMs,
    signal: wait.signal,
    onObserved: wait.observed,
  });
}

/** Done once none of these pods is on its way out. */
export function noneEnding(pods: readonly V1Pod[]): Look<undefined> {
  const ending = pods.filter(({ metadata }) => metadata?.deletionTimestamp !== undefined);
  return ending.length === 0 ? done(undefined) : notYet(ending.map(({ metadata }) => metadata?.name).join(', '));
}

/** Done once a Deployment is complete, as `kubectl rollout status` sees it. */
export function rolledOut([deployment]: readonly V1Deployment[]): Look<undefined> {
  if (!deployment) return notYet('it does not exist');
  const { metadata, spec, status } = deployment;
  if ((status?.observedGeneration ?? 0) < (metadata?.generation ?? 0)) return notYet('its controller has not seen it');
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status ?? {};
  const asked = spec?.replicas ?? 1;
  const isComplete = updatedReplicas === asked && replicas === asked && availableReplicas === asked;
  return isComplete
    ? done(undefined)
    : notYet(`${asked} asked for: ${updatedReplicas} new, ${availableReplicas} available, ${replicas} in all`);
}
