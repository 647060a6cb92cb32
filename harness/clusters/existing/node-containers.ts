import type { V1Node } from '@kubernetes/client-node';
import { CommandError } from '../../process/command-error.ts';
import { runCommand } from '../../process/run-command.ts';
import { isDockerAway } from '../ask-docker.ts';

/** Nodes that are containers of this machine's Docker, and the network that all of them are on. */
export interface NodeContainers {
  readonly containers: readonly string[];
  readonly dockerNetwork: string;
}

interface InspectedContainer {
  readonly Name: string;
  readonly NetworkSettings: {
    readonly Networks: Readonly<Record<string, { readonly IPAddress: string; readonly GlobalIPv6Address?: string }>>;
  };
}

/**
 * Looks for a cluster's nodes among this machine's containers: kind, k3d and minikube give both the same name. A container
 * counts only when it has the node's address, too: a node elsewhere may be called like a container here.
 *
 * @returns undefined when any of them is not there, or they share no network.
 */
export async function nodeContainers(
  nodes: readonly V1Node[],
  signal: AbortSignal,
): Promise<NodeContainers | undefined> {
  const names = nodes.map(({ metadata }) => metadata?.name ?? '');
  if (names.length === 0) return undefined;
  const inspected = await inspect(names, signal);
  return inspected === undefined ? undefined : matched(nodes, inspected);
}

/** Each node with the networks on which its container has its address. */
export function matched(
  nodes: readonly V1Node[],
  containers: readonly InspectedContainer[],
): NodeContainers | undefined {
  const networks = nodes.map(({ metadata, status }) => {
    const addresses = new Set(
      status?.addresses?.filter(({ type }) => type === 'InternalIP').map(({ address }) => address),
    );
    const container = containers.find(({ Name }) => Name === `/${metadata?.name}`);
    return Object.entries(container?.NetworkSettings.Networks ?? {})
      .filter(([, { IPAddress, GlobalIPv6Address = '' }]) =>
        [IPAddress, GlobalIPv6Address].some((ip) => addresses.has(ip)),
      )
      .map(([network]) => network);
  });
  const shared = networks[0]?.find((network) => networks.every((ofNode) => ofNode.includes(network)));
  if (shared === undefined) return undefined;
  return { containers: nodes.map(({ metadata }) => metadata?.name ?? ''), dockerNetwork: shared };
}

async function inspect(
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly InspectedContainer[] | undefined> {
  try {
    const { stdout } = await runCommand('docker', ['container', 'inspect', ...names], { signal });
    return JSON.parse(stdout) as readonly InspectedContainer[];
  } catch (error) {
    if (isNoneOfDockers(error)) return undefined;
    throw error;
  }
}

/** Where there is no Docker, no node is a container of it. */
const isNoneOfDockers = (error: unknown): boolean =>
  isDockerAway(error) || (error instanceof CommandError && /No such container/i.test(error.stderr));
