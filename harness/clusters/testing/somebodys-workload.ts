import { setTimeout as pause } from 'node:timers/promises';
import type { KubeConfig, KubernetesObject } from '@kubernetes/client-node';
import { askApiServer } from '../../kubernetes/api-request.ts';
import { apply } from '../../kubernetes/apply.ts';
import { connect, type KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { podsReady } from '../../kubernetes/pods.ts';
import { resourcePaths } from '../../kubernetes/resource-paths.ts';
import { watchUntil } from '../../kubernetes/watch-until.ts';
import { done, notYet, pollUntil } from '../../wait/poll-until.ts';
import { type InventoryObject, nameOfObject, takeInventory } from '../existing/inventory.ts';

const namespace = 'shop';
const port = 9080;
const readyTimeoutMs = 60_000;
const requestPauseMs = 250;
/** A service that answers one request, through the API server: no tool and no pod of ours is needed for it. */
const requestPath = `/api/v1/namespaces/${namespace}/services/http:shop:${port}/proxy/health`;

/** For tests: what somebody else has in a cluster, in use while a run is a guest there. */
export class SomebodysWorkload {
  readonly #client: KubernetesClient;
  readonly #stop = new AbortController();
  #requests: Promise<void> | undefined;
  #answered = 0;
  readonly #failures: string[] = [];

  constructor(kubeconfig: string) {
    this.#client = connect(kubeconfig);
  }

  /** @param image - An image of a service that the nodes have. */
  async make(image: string): Promise<void> {
    const { signal } = this.#stop;
    await apply(this.#client, ...objects(image));
    await watchUntil(this.#client, { path: resourcePaths.pods(namespace) }, podsReady(1), {
      ...{ what: "somebody's pod to be ready", timeoutMs: readyTimeoutMs, signal },
      waitingFor: () => undefined,
      observed: () => undefined,
    });
    this.#requests = this.#requestOn();
  }

  /** Stops the requests. @returns How many were answered, and what became of the others. */
  async end(): Promise<{ readonly answered: number; readonly failures: readonly string[] }> {
    this.#stop.abort();
    await this.#requests;
    return { answered: this.#answered, failures: this.#failures };
  }

  /** Whatever changes when anybody touches it: versions of its objects, the times its containers were restarted. */
  async state(): Promise<unknown> {
    const { objects: all } = await inventoryOf(this.#client.kubeConfig);
    const ours = all.filter((object) => object.namespace === namespace || object.name === namespace);
    const { items } = await this.#client.core.listNamespacedPod({ namespace });
    return {
      versions: versionsOf(ours),
      restarts: items.map(({ status }) => status?.containerStatuses?.map(({ restartCount }) => restartCount)),
    };
  }

  async #requestOn(): Promise<void> {
    const { signal } = new AbortController();
    while (!this.#stop.signal.aborted) {
      const { status } = await askApiServer(this.#client.kubeConfig, { method: 'GET', path: requestPath, signal });
      if (status === 200) this.#answered += 1;
      else this.#failures.push(`${new Date().toISOString()} ${status}`);
      await pause(requestPauseMs);
    }
  }
}

/** For tests: every object of a cluster, by name, with its uid. */
export async function identitiesIn(kubeconfig: string): Promise<Readonly<Record<string, string>>> {
  const { objects: all } = await inventoryOf(connect(kubeconfig).kubeConfig);
  return Object.fromEntries(all.map((object) => [nameOfObject(object), object.uid]));
}

/** For tests: waits until a cluster has these objects, by name: what its controllers write once they have come up. */
export async function untilThere(kubeconfig: string, names: readonly string[]): Promise<void> {
  const look = async () => {
    const there = await identitiesIn(kubeconfig);
    const missing = names.filter((name) => !(name in there));
    return missing.length === 0 ? done(undefined) : notYet(`not there: ${missing.join(', ')}`);
  };
  await pollUntil(look, { waitingFor: names.join(', '), timeoutMs: readyTimeoutMs });
}

/** For tests: the version of every object that nobody but its owner writes to. */
export async function versionsIn(kubeconfig: string): Promise<Readonly<Record<string, string>>> {
  const { objects: all } = await inventoryOf(connect(kubeconfig).kubeConfig);
  return versionsOf(all.filter((object) => !isHeartbeat(object)));
}

const inventoryOf = (kubeConfig: KubeConfig) => takeInventory(kubeConfig, new AbortController().signal);

const versionsOf = (all: readonly InventoryObject[]): Readonly<Record<string, string>> =>
  Object.fromEntries(all.map((object) => [nameOfObject(object), `${object.uid} ${object.resourceVersion}`]));

/** Written every few seconds by whoever is alive: leases, nodes, what autoscalers measure, and how istiods choose a leader. */
const isHeartbeat = ({ resource, annotations }: InventoryObject): boolean =>
  ['leases', 'nodes', 'horizontalpodautoscalers'].includes(resource.name) ||
  'control-plane.alpha.kubernetes.io/leader' in annotations;

function objects(image: string): readonly KubernetesObject[] {
  const labels = { app: 'shop' };
  const of = (apiVersion: string, kind: string, name: string, content: object): KubernetesObject => ({
    ...{ apiVersion, kind, metadata: { name, namespace }, ...content },
  });
  const container = { name: 'shop', image, imagePullPolicy: 'IfNotPresent' };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { team: 'shop' } } },
    of('v1', 'ConfigMap', 'prices', { data: { apple: '1' } }),
    of('v1', 'Secret', 'till', { stringData: { pin: '1234' } }),
    of('v1', 'Service', 'shop', { spec: { selector: labels, ports: [{ port }] } }),
    of('apps/v1', 'Deployment', 'shop', {
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } },
      },
    }),
  ];
}
