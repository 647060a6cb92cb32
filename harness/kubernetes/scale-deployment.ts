import { PatchStrategy } from '@kubernetes/client-node';
import { fieldManager } from './apply.ts';
import type { KubernetesClient } from './kubernetes-client.ts';
import type { NamedObject } from './objects.ts';
import { untilRolledOut } from './rollout.ts';
import type { WaitListener } from './watch-until.ts';

/** Gives a Deployment that many pods, and waits until it has them, ready. */
export async function scaleDeployment(
  client: KubernetesClient,
  deployment: NamedObject,
  replicas: number,
  wait: WaitListener,
): Promise<void> {
  const { namespace, name } = deployment;
  const patch = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { namespace, name }, spec: { replicas } };
  await client.objects.patch(patch, undefined, undefined, fieldManager, undefined, PatchStrategy.MergePatch);
  await untilRolledOut(client, deployment, wait);
}
