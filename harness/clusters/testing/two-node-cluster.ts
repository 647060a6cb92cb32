import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Artifacts } from '../../artifacts/artifact-source.ts';
import { runCommand } from '../../process/run-command.ts';
import { createRunNetwork, removeRunNetwork } from '../docker-network.ts';
import { kindConfig, plainCniConfig, podCidr } from '../kind-config.ts';
import { createClusterCommand, KindProvider } from '../kind-provider.ts';
import { imagesInNode, imagesLackedBy, importImages, removeImages } from '../node-images.ts';
import { nameForRun } from '../ownership.ts';

export interface TwoNodeClusterOptions {
  /** The cluster is named after a run, so that `clean` removes it when its test's process was killed. */
  readonly runId: string;
  /** Absolute path, for the kubeconfig and what kind is told. */
  readonly folder: string;
  readonly artifacts: Artifacts;
  /** Images that the worker lacks, by a part of their names: a guest must bring them. */
  readonly workerLacks: RegExp;
  readonly signal: AbortSignal;
}

export interface TwoNodeCluster {
  readonly kubeconfig: string;
  readonly context: string;
  /** Names of nodes and of their containers: the control plane, which takes pods too, and the worker. */
  readonly nodes: readonly string[];
}

/** Pods of each node, as the controller manager gives them out: in the order in which nodes come. */
const podSubnets = { 'control-plane': '10.244.0.0/24', worker: '10.244.1.0/24' } as const;

/** For tests: a kind cluster of two nodes; both take pods. */
export async function makeTwoNodeCluster(options: TwoNodeClusterOptions): Promise<TwoNodeCluster> {
  const { runId, folder, artifacts, workerLacks, signal } = options;
  const dockerNetwork = await createRunNetwork({ runId, runFolder: folder, signal });
  const kubeconfig = join(folder, 'kubeconfig');
  await writeConfig(options);
  const [kind, ...args] = createClusterCommand({ kind: artifacts.tools.kind, runId, kubeconfig });
  await runCommand(kind, args, { env: { KIND_EXPERIMENTAL_DOCKER_NETWORK: dockerNetwork }, signal });
  const nodes = Object.keys(podSubnets).map((role) => `${nameForRun(runId)}-${role}`);
  if (artifacts.node.needsPlainCni) await routePods(nodes, signal);
  await Promise.all(nodes.map((node) => giveImages(node, artifacts, signal)));
  const [, worker = ''] = nodes;
  const lacked = (await imagesInNode(worker, signal)).map(({ name }) => name).filter((name) => workerLacks.test(name));
  await removeImages(worker, { before: [], loaded: new Set(lacked), signal });
  return { kubeconfig, context: `kind-${nameForRun(runId)}`, nodes };
}

/** Removes the cluster and its network, also where it was not made to its end. */
export async function removeTwoNodeCluster({ runId }: Pick<TwoNodeClusterOptions, 'runId'>): Promise<void> {
  const { signal } = new AbortController();
  await new KindProvider().remove({ runId }, { signal });
  await removeRunNetwork({ runId, signal });
}

interface KindDocument {
  readonly nodes: readonly [object];
}

/** A run's own configuration with a second node. */
async function writeConfig({ runId, folder, artifacts: { node } }: TwoNodeClusterOptions): Promise<void> {
  const kindFolder = join(folder, 'kind');
  await mkdir(kindFolder);
  const serviceAccountIssuer = 'https://issuer.example/id/SOMEBODYS';
  const document = parse(kindConfig({ name: nameForRun(runId), node, serviceAccountIssuer })) as KindDocument;
  const nodes = Object.entries(podSubnets).map(async ([role, subnet]) => {
    const one = { ...document.nodes[0], role, ...(role === 'control-plane' ? untainted : {}) };
    if (!node.needsPlainCni) return one;
    const hostPath = join(kindFolder, `${role}.conflist`);
    await writeFile(hostPath, plainCniConfig().replace(podCidr, subnet));
    const mount = { hostPath, containerPath: '/etc/cni/net.d/10-ptp.conflist', readOnly: true };
    return { ...one, extraMounts: [mount] };
  });
  await writeFile(join(kindFolder, 'cluster.yaml'), stringify({ ...document, nodes: await Promise.all(nodes) }));
}

/** Beside a worker, kind keeps pods off the control plane. */
const untainted = {
  kubeadmConfigPatches: [stringify({ kind: 'InitConfiguration', nodeRegistration: { taints: [] } })],
};

/** What kindnet does: each node is told by which other one a pod's address is reached. */
async function routePods(nodes: readonly string[], signal: AbortSignal): Promise<void> {
  const subnets = Object.values(podSubnets);
  const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
  const { stdout } = await runCommand('docker', ['inspect', '--format', format, ...nodes], { signal });
  const addresses = stdout.split('\n');
  await Promise.all(
    nodes.flatMap((node) =>
      nodes.map(async (other, index) => {
        if (other === node) return;
        const route = ['ip', 'route', 'add', subnets[index] ?? '', 'via', addresses[index] ?? ''];
        await runCommand('docker', ['exec', node, ...route], { signal });
      }),
    ),
  );
}

async function giveImages(node: string, { imagesToLoad }: Artifacts, signal: AbortSignal): Promise<void> {
  if (imagesToLoad.length === 0) return;
  await importImages(node, await imagesLackedBy(await imagesInNode(node, signal), imagesToLoad), { signal });
}
