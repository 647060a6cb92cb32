import type { KubernetesObject, V1Pod } from '@kubernetes/client-node';
import { apply } from '../kubernetes/apply.ts';
import type { NamedObject } from '../kubernetes/objects.ts';
import { podsReady } from '../kubernetes/pods.ts';
import { resourcePaths } from '../kubernetes/resource-paths.ts';
import { watchUntil } from '../kubernetes/watch-until.ts';
import type { LiveSetUp } from './live-set-up.ts';
import { ratingsContainer } from './ratings-container.ts';

const readyTimeoutMs = 60_000;

/** A pod of the mesh that calls others, and that nothing replaces: no Deployment has made it. */
export interface ClientPod extends NamedObject {
  readonly container: string;
}

/** Makes one, with a sidecar, in a namespace that is removed with the test or the file. */
export async function createClientPod(setUp: LiveSetUp<'mesh'>): Promise<ClientPod> {
  const { kubernetes, outputs, wait } = setUp;
  const namespace = await setUp.createNamespace('client', { 'istio-injection': 'enabled' });
  const name = 'client';
  const container = { ...(await ratingsContainer(outputs.artifacts.bookinfoManifest)), name };
  const metadata = { namespace, name, labels: { app: name } };
  // The controller that makes a namespace's service account may not have come to it yet; the pod would be refused.
  await apply(kubernetes, { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
  const pod: V1Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: { serviceAccountName: name, containers: [container] },
  };
  await apply(kubernetes, pod as KubernetesObject);
  const what = `pod ${namespace}/${name} to be ready`;
  const pods = { path: resourcePaths.pods(namespace), name };
  await watchUntil(kubernetes, pods, podsReady(1), { ...wait, what, timeoutMs: readyTimeoutMs });
  return { namespace, name, container: name };
}
