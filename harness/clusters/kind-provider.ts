import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ComponentError } from '../errors/harness-error.ts';
import { runCommand } from '../process/run-command.ts';
import type {
  ClusterProvider,
  CreateClusterOptions,
  LoadImagesOptions,
  MadeByRun,
  RunningCluster,
} from './cluster-provider.ts';
import { kindConfig, plainCniConfig } from './kind-config.ts';
import { imagesInNode, imagesLackedBy, importImages } from './node-images.ts';
import { nameForRun } from './ownership.ts';
import { nodesOfRun, volumesOf } from './run-containers.ts';
import { untilNodesAreMade } from './until-nodes-are-made.ts';

/** Makes kind clusters with the real `kind` command, each on its run's own Docker network. */
export class KindProvider implements ClusterProvider {
  readonly name = 'kind';

  async create(options: CreateClusterOptions): Promise<RunningCluster> {
    const { artifacts, dockerNetwork, signal } = options;
    if (dockerNetwork === undefined) throw new Error('A kind cluster is made on a Docker network of its run');
    const name = nameForRun(options.runId);
    await refuseExisting(options.runId, signal);
    await writeConfig(name, options);
    const [kind, ...args] = createClusterCommand({ ...options, kind: artifacts.tools.kind });
    signal.throwIfAborted();
    const making = untilNodesAreMade(signal);
    const onLine = (line: string) => {
      making.onLine(line);
      options.onLine?.(line);
    };
    const env = { KIND_EXPERIMENTAL_DOCKER_NETWORK: dockerNetwork };
    await runCommand(kind, args, { env, signal: making.signal, onLine }).finally(() => making.dispose());
    signal.throwIfAborted();
    return {
      provider: 'kind',
      name,
      kubeconfig: options.kubeconfig,
      context: `kind-${name}`,
      dockerNetwork,
      serviceAccountIssuer: options.serviceAccountIssuer,
    };
  }

  async loadImages(cluster: RunningCluster, options: LoadImagesOptions): Promise<void> {
    const { images, ...where } = options;
    if (images.length === 0) return;
    const node = `${cluster.name}-control-plane`;
    await importImages(node, await imagesLackedBy(await imagesInNode(node, where.signal), images), where);
  }

  /**
   * Does what `kind delete cluster` does, by Docker alone: after an interrupted artifact build there may be no `kind`
   * binary yet, and the kubeconfig is the run's own file.
   */
  async remove({ runId }: Pick<MadeByRun, 'runId'>, { signal }: { readonly signal: AbortSignal }): Promise<undefined> {
    const nodes = await nodesOfRun(runId, signal);
    if (nodes.length === 0) return undefined;
    const volumes = await volumesOf(nodes, signal);
    await runCommand('docker', ['rm', '--force', '--volumes', ...nodes.map(({ id }) => id)], { signal });
    // Docker passes over a volume that is busy for a moment more, and says nothing; --force, for those that are gone.
    if (volumes.length > 0) await runCommand('docker', ['volume', 'rm', '--force', ...volumes], { signal });
    return undefined;
  }
}

/**
 * The program and arguments that create a run's cluster. Without --wait: the node's Ready condition is watched, which
 * ends the wait when it happens (kind#2282).
 */
export function createClusterCommand(options: {
  readonly kind: string;
  readonly runId: string;
  readonly kubeconfig: string;
}): readonly [string, ...string[]] {
  const { kind, runId, kubeconfig } = options;
  const config = join(configFolder(kubeconfig), configName);
  return [kind, 'create', 'cluster', '--name', nameForRun(runId), '--config', config, '--kubeconfig', kubeconfig];
}

const configName = 'cluster.yaml';
const configFolder = (kubeconfig: string) => join(dirname(kubeconfig), 'kind');

async function refuseExisting(runId: string, signal: AbortSignal): Promise<void> {
  const nodes = await nodesOfRun(runId, signal);
  if (nodes.length === 0) return;
  const name = nameForRun(runId);
  const containers = nodes.map((node) => node.name).join(', ');
  throw new ComponentError(`A kind cluster named ${name} is there already (containers ${containers})`, {
    remedy: `Give the run another name with --run-id, or remove that cluster: pca-e2e down, or kind delete cluster --name ${name}.`,
  });
}

async function writeConfig(name: string, options: CreateClusterOptions): Promise<void> {
  const folder = configFolder(options.kubeconfig);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { node } = options.artifacts;
  const cniConfigFile = join(folder, '10-ptp.conflist');
  if (node.needsPlainCni) await writeFile(cniConfigFile, plainCniConfig());
  await writeFile(
    join(folder, configName),
    kindConfig({
      name,
      node,
      serviceAccountIssuer: options.serviceAccountIssuer,
      ...(node.needsPlainCni ? { cniConfigFile } : {}),
    }),
  );
}
