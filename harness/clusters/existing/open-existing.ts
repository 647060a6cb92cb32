import { chmod, writeFile } from 'node:fs/promises';
import { AppsV1Api } from '@kubernetes/client-node';
import { imageNamesOf } from '../../artifacts/images/image-names.ts';
import { UsageError } from '../../errors/harness-error.ts';
import { connect, type KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import type { CreateClusterOptions } from '../cluster-provider.ts';
import { imagesInNode } from '../node-images.ts';
import { guestNamespace } from '../ownership.ts';
import type { ExistingCluster } from '../running-cluster.ts';
import type { AddedToCluster } from './added-to-cluster.ts';
import { entriesOf } from './compare-inventories.ts';
import { type CertManagerThere, certManagerController } from './installations.ts';
import { type InventoryObject, takeInventory } from './inventory.ts';
import { type NodeContainers, nodeContainers } from './node-containers.ts';
import { refuseMissingRights } from './permissions.ts';
import { type OnExisting, preflight } from './preflight.ts';
import { serviceAccountIssuerOf } from './service-account-issuer.ts';
import { contextKubeconfig } from './user-kubeconfig.ts';

/** Which cluster a run was given, and what it may do there. Plain data. */
export interface ExistingClusterChoice {
  /** Absolute paths of the user's kubeconfig files, in order. */
  readonly kubeconfigFiles: readonly string[];
  readonly context: string;
  readonly onExisting: OnExisting;
  /** Whether pods must reach a container of this machine's Docker: the mocked AWS is one. */
  readonly needsDockerNetwork: boolean;
}

const ownerOnly = 0o600;

/**
 * Takes a cluster that is there into a run: its context alone as a kubeconfig, what it is, and everything that is in it,
 * by which what the run adds is told from the rest. Changes nothing in the cluster.
 *
 * @returns What is written down before anything is added.
 * @throws UsageError, before anything is added, for whatever the run could not work with: no such context, rights that are missing, an
 *   installation that is there, nodes that cannot reach the mocked AWS. MachineError when the API server does not answer.
 */
export async function openExisting(
  choice: ExistingClusterChoice,
  { runId, artifacts, kubeconfig, signal, onLine }: CreateClusterOptions,
): Promise<AddedToCluster> {
  const { context } = choice;
  await writeFile(kubeconfig, await contextKubeconfig(choice.kubeconfigFiles, context), { mode: ownerOnly });
  await chmod(kubeconfig, ownerOnly);
  const client = connect(kubeconfig);
  const serviceAccountIssuer = await serviceAccountIssuerOf(client.kubeConfig, context, signal);
  await refuseMissingRights(client, context);
  onLine?.('every object that is there');
  const objects = await wholeInventory(client, context, signal);
  const installs = preflight(objects, context, choice.onExisting);
  // Only for these does it matter whether the nodes are containers here; a run without them needs no Docker.
  const needsNodes = choice.needsDockerNetwork || artifacts.imagesToLoad.length > 0;
  const nodes = needsNodes ? await nodeContainers((await client.core.listNode()).items, signal) : undefined;
  if (nodes === undefined && choice.needsDockerNetwork) throw mockOutOfReach(context);
  const images = await imageNamesOf(artifacts.imagesToLoad);
  if (nodes === undefined && images.length > 0 && artifacts.imagesToLoad.length > 0) throw imagesOutOfReach(context);
  const names = new Set(objects.filter(isNamespace).map(({ name }) => name));
  const certManager = installs.includes('cert-manager') ? undefined : await certManagerThere(client, objects);
  const cluster: ExistingCluster = {
    ...{ provider: 'existing', name: context, kubeconfig, context, serviceAccountIssuer },
    nodeContainers: nodes?.containers ?? [],
    ...(nodes === undefined ? {} : { dockerNetwork: nodes.dockerNetwork }),
    ...(certManager === undefined ? {} : { certManager }),
  };
  return {
    cluster,
    before: entriesOf(objects),
    installs,
    namespaces: ['cert-manager', 'istio-system', guestNamespace(runId)].filter((name) => !names.has(name)),
    images,
    imagesBefore: images.length === 0 ? {} : await imagesOfNodes(nodes, signal),
  };
}

const isNamespace = ({ resource: { group, name } }: InventoryObject) => group === '' && name === 'namespaces';

async function wholeInventory(
  { kubeConfig }: KubernetesClient,
  context: string,
  signal: AbortSignal,
): Promise<readonly InventoryObject[]> {
  const { objects, unreadable } = await takeInventory(kubeConfig, signal);
  if (unreadable.length === 0) return objects;
  throw new UsageError(
    [`Not everything in the cluster of context ${context} can be listed:`, ...unreadable].join('\n  '),
    {
      remedy:
        'What the run adds is told from the rest by looking at everything before and after. Give the user the right to list it, or mend the API service that does not answer.',
    },
  );
}

async function certManagerThere(
  client: KubernetesClient,
  objects: readonly InventoryObject[],
): Promise<CertManagerThere | undefined> {
  const controller = certManagerController(objects);
  if (controller?.namespace === undefined) return undefined;
  const { name, namespace, labels } = controller;
  const { spec } = await client.kubeConfig.makeApiClient(AppsV1Api).readNamespacedDeployment({ name, namespace });
  return {
    namespace,
    serviceAccount: spec?.template.spec?.serviceAccountName ?? 'default',
    version: labels['app.kubernetes.io/version'],
  };
}

async function imagesOfNodes(
  nodes: NodeContainers | undefined,
  signal: AbortSignal,
): Promise<AddedToCluster['imagesBefore']> {
  const entries = (nodes?.containers ?? []).map(async (container) => {
    const images = await imagesInNode(container, signal);
    return [container, images.map(({ name }) => name)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

const notHere = (context: string) =>
  `the nodes of context ${context} are not containers of this machine's Docker on one network`;

function mockOutOfReach(context: string): UsageError {
  return new UsageError(`The cluster's pods cannot reach the mocked AWS: ${notHere(context)}`, {
    remedy:
      'Add --aws real, for AWS itself or for an endpoint that pods reach (--aws-endpoint); or take a cluster of kind, k3d or minikube (driver docker) on this machine.',
  });
}

function imagesOutOfReach(context: string): UsageError {
  return new UsageError(`Images that are built here cannot be put into the nodes: ${notHere(context)}`, {
    remedy: 'Use images that the nodes can pull: --artifacts registry.',
  });
}
