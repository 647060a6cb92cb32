import { type KubernetesObject, PatchStrategy, type V1Deployment } from '@kubernetes/client-node';
import { done, type Look, notYet } from '../wait/poll-until.ts';
import { fieldManager } from './apply.ts';
import type { KubernetesClient } from './kubernetes-client.ts';
import type { NamedObject } from './objects.ts';
import { resourcePaths } from './resource-paths.ts';
import { type WaitListener, watchUntil } from './watch-until.ts';

const rolloutTimeoutMs = 90_000;

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
