import type { KubeConfig } from '@kubernetes/client-node';
import { ComponentError } from '../errors/harness-error.ts';
import { askApiServer, messageOfAnswer } from './api-request.ts';

/** A kind of object as the API server serves it. */
export interface ServedResource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** `deployments`: the plural in paths. */
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

interface GroupList {
  readonly groups: readonly { readonly name: string; readonly preferredVersion: { readonly version: string } }[];
}

interface ResourceList {
  readonly resources: readonly {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
    readonly verbs: readonly string[];
  }[];
}

/** How an API server serves what can be listed. */
export interface ServedResources {
  readonly resources: readonly ServedResource[];
  /** Groups that are served by somebody who does not answer, such as a metrics server that is down. */
  readonly silentGroups: readonly string[];
}

/**
 * Every kind of object that can be listed, each in its group's preferred version.
 *
 * @see https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api
 */
export async function servedResources(kubeConfig: KubeConfig, signal: AbortSignal): Promise<ServedResources> {
  const read = async <T>(path: string): Promise<T | undefined> => {
    const answer = await askApiServer(kubeConfig, { method: 'GET', path, signal });
    if (answer.status === 200) return JSON.parse(answer.body) as T;
    // A group may go while it is looked at, and the server of an aggregated one may be down.
    if (answer.status === 404 || answer.status >= 500) return undefined;
    throw new ComponentError(`The API server answered ${answer.status} to GET ${path}: ${messageOfAnswer(answer)}`);
  };
  const groups = (await read<GroupList>('/apis'))?.groups ?? [];
  const versions = [
    { group: '', version: 'v1', path: '/api/v1' },
    ...groups.map(({ name, preferredVersion: { version } }) => ({
      ...{ group: name, version, path: `/apis/${name}/${version}` },
    })),
  ];
  const lists = await Promise.all(
    versions.map(async ({ group, version, path }) => ({ group, version, list: await read<ResourceList>(path) })),
  );
  return {
    resources: lists.flatMap(({ group, version, list }) =>
      (list?.resources ?? [])
        .filter(({ name, verbs }) => verbs.includes('list') && !name.includes('/'))
        .map(({ name, kind, namespaced }) => ({ group, version, name, kind, namespaced })),
    ),
    silentGroups: lists.filter(({ list }) => list === undefined).map(({ group }) => group),
  };
}

/** Path of a resource's objects: of all, or of one in its namespace. */
export function pathOfResource(
  { group, version, name, namespaced }: ServedResource,
  object?: { readonly namespace?: string | undefined; readonly name: string },
): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  if (object === undefined) return `${root}/${name}`;
  const place = namespaced ? `/namespaces/${object.namespace}` : '';
  return `${root}${place}/${name}/${encodeURIComponent(object.name)}`;
}
