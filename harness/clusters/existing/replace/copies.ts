import { gunzipSync, gzipSync } from 'node:zlib';
import type { KubernetesObject, V1Secret } from '@kubernetes/client-node';
import { ComponentError } from '../../../errors/harness-error.ts';
import { askApiServer, messageOfAnswer } from '../../../kubernetes/api-request.ts';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import { pathOfResource } from '../../../kubernetes/served-resources.ts';
import { type InventoryObject, nameOfObject } from '../inventory.ts';

/** An object as it was, whole, with where it was. */
export interface Copy {
  /** `deployments.apps istio-system/istiod` */
  readonly name: string;
  /** Path of the object at the API server. */
  readonly path: string;
  readonly object: KubernetesObject;
}

/** Where system components keep theirs, and where few may read Secrets. */
const namespace = 'kube-system';
/** Of the copies, not {@link runLabel}: what carries that is removed with the run, and copies only once they are put back. */
const copiesLabel = 'istio-pca-e2e.replaced-by';
const partsAnnotation = 'istio-pca-e2e.parts';
/** A Secret holds 1 MiB at most. @see https://kubernetes.io/docs/concepts/configuration/secret/ */
const partBytes = 900_000;

/** Reads objects whole, as they are now. */
export async function copiesOf(
  { kubeConfig }: KubernetesClient,
  objects: readonly InventoryObject[],
  signal: AbortSignal,
): Promise<readonly Copy[]> {
  return Promise.all(
    objects.map(async (object) => {
      const path = pathOfResource(object.resource, object);
      const name = nameOfObject(object);
      const answer = await askApiServer(kubeConfig, { method: 'GET', path, signal });
      if (answer.status === 200) return { name, path, object: JSON.parse(answer.body) as KubernetesObject };
      throw new ComponentError(`${name} could not be copied: ${messageOfAnswer(answer)}`);
    }),
  );
}

/**
 * Keeps copies in the cluster itself, as Secrets: they hold keys, which thus never leave it, and they outlive this machine.
 */
export async function keepCopies(client: KubernetesClient, runId: string, copies: readonly Copy[]): Promise<void> {
  const bytes = gzipSync(JSON.stringify(copies));
  const parts = Math.ceil(bytes.length / partBytes);
  for (let part = 0; part < parts; part += 1) {
    const metadata = {
      name: `pca-e2e-replaced-${runId}-${part}`,
      labels: { [copiesLabel]: runId },
      annotations: { [partsAnnotation]: String(parts) },
    };
    const data = { part: bytes.subarray(part * partBytes, (part + 1) * partBytes).toString('base64') };
    await client.core.createNamespacedSecret({ namespace, body: { metadata, data } });
  }
}

/**
 * The copies that a run keeps; undefined when there are none, or not all: nothing is removed before all of them are kept, and none
 * is forgotten before everything is put back.
 */
export async function readCopies(client: KubernetesClient, runId: string): Promise<readonly Copy[] | undefined> {
  const secrets = await keptParts(client, runId);
  const [first] = secrets;
  if (first === undefined || Number(first.metadata?.annotations?.[partsAnnotation]) !== secrets.length)
    return undefined;
  const parts = secrets.map(({ data }) => Buffer.from(data?.['part'] ?? '', 'base64'));
  return JSON.parse(gunzipSync(Buffer.concat(parts)).toString('utf8')) as readonly Copy[];
}

/** Removes the copies of a run. */
export async function forgetCopies(client: KubernetesClient, runId: string): Promise<void> {
  for (const { metadata } of await keptParts(client, runId)) {
    await client.core.deleteNamespacedSecret({ namespace, name: metadata?.name ?? '' });
  }
}

/** In order; what was kept first is forgotten first. */
async function keptParts(client: KubernetesClient, runId: string): Promise<readonly V1Secret[]> {
  const { items } = await client.core.listNamespacedSecret({ namespace, labelSelector: `${copiesLabel}=${runId}` });
  return items.toSorted((one, other) => partOf(one) - partOf(other));
}

const partOf = ({ metadata }: V1Secret): number => Number(metadata?.name?.split('-').at(-1));
