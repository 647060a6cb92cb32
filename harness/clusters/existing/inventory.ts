import type { KubeConfig, V1ObjectMeta } from '@kubernetes/client-node';
import { ComponentError } from '../../errors/harness-error.ts';
import { askApiServer, messageOfAnswer } from '../../kubernetes/api-request.ts';
import { pathOfResource, type ServedResource, servedResources } from '../../kubernetes/served-resources.ts';

/** An object of a cluster, without its contents. */
export interface InventoryObject {
  readonly resource: ServedResource;
  /** Undefined for what belongs to no namespace. */
  readonly namespace: string | undefined;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Uids of the objects that it goes with. */
  readonly ownedBy: readonly string[];
}

export interface Inventory {
  readonly objects: readonly InventoryObject[];
  /** Resources that could not be listed, each with the reason. */
  readonly unreadable: readonly string[];
}

/** Only names, labels and the like are sent: the data of a Secret never leaves the API server. */
const metadataOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const pageSize = 500;

/**
 * Every object of a cluster, of every kind that it serves. Left out is what is no object of its own: events, which come
 * and go by the second; measurements; and the componentstatuses, which nobody stores.
 *
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches
 */
export async function takeInventory(kubeConfig: KubeConfig, signal: AbortSignal): Promise<Inventory> {
  const { resources, silentGroups } = await servedResources(kubeConfig, signal);
  const lists = await Promise.all(
    resources.filter(isStored).map((resource) => listMetadata(kubeConfig, resource, signal)),
  );
  return {
    objects: lists.flatMap(({ objects }) => objects),
    unreadable: [
      ...silentGroups.filter((group) => !isMeasurement(group)).map((group) => `${group}: its server does not answer`),
      ...lists.flatMap(({ problem }) => (problem === undefined ? [] : [problem])),
    ],
  };
}

const isMeasurement = (group: string) => group.endsWith('metrics.k8s.io');

const isStored = ({ group, name }: ServedResource) =>
  !isMeasurement(group) && !['events', 'componentstatuses'].includes(name);

interface MetadataList {
  readonly metadata?: { readonly continue?: string };
  /** Null where there are none. */
  readonly items: readonly { readonly metadata: V1ObjectMeta }[] | null;
}

interface ListedMetadata {
  readonly objects: readonly InventoryObject[];
  readonly problem?: string;
}

async function listMetadata(
  kubeConfig: KubeConfig,
  resource: ServedResource,
  signal: AbortSignal,
): Promise<ListedMetadata> {
  const objects: InventoryObject[] = [];
  let page = '';
  do {
    const path = `${pathOfResource(resource)}?limit=${pageSize}${page}`;
    const answer = await askApiServer(kubeConfig, { method: 'GET', path, accept: metadataOnly, signal });
    // Its definition was removed since it was looked up: no object of it is there.
    if (answer.status === 404) return { objects: [] };
    if (answer.status !== 200) return { objects, problem: problemOf(resource, answer.status, messageOfAnswer(answer)) };
    const { metadata, items } = JSON.parse(answer.body) as MetadataList;
    objects.push(...(items ?? []).map((item) => inventoryObject(resource, item.metadata)));
    page = metadata?.continue ? `&continue=${encodeURIComponent(metadata.continue)}` : '';
  } while (page !== '');
  return { objects };
}

function problemOf({ group, name }: ServedResource, status: number, message: string): string {
  if (status !== 403 && status !== 405 && status < 500) {
    throw new ComponentError(`The API server answered ${status} to a list of ${name}: ${message}`);
  }
  return `${group === '' ? name : `${name}.${group}`}: ${message}`;
}

function inventoryObject(resource: ServedResource, metadata: V1ObjectMeta): InventoryObject {
  return {
    resource,
    namespace: metadata.namespace,
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    resourceVersion: metadata.resourceVersion ?? '',
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    ownedBy: (metadata.ownerReferences ?? []).map(({ uid }) => uid),
  };
}

/** `deployments.apps team/shop`: an object as people name it. */
export function nameOfObject({
  resource: { group, name: plural },
  namespace,
  name,
}: Pick<InventoryObject, 'resource' | 'namespace' | 'name'>): string {
  const kind = group === '' ? plural : `${plural}.${group}`;
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}
