import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ComponentError } from '../errors/harness-error.ts';
import { runCommand } from '../process/run-command.ts';
import type { ClusterProvider, CreateClusterOptions, RunningCluster } from './cluster-provider.ts';
import { kindConfig, plainCniConfig } from './kind-config.ts';
import { kindClusterLabel, nameForRun } from './ownership.ts';

/** Makes kind clusters with the real `kind` command, each on its run's own Docker network. */
export class KindProvider implements ClusterProvider {
  readonly name = 'kind';

  async create(options: CreateClusterOptions): Promise<RunningCluster> {
    const { artifacts, signal } = options;
    const name = nameForRun(options.runId);
    await refuseExisting(name, signal);
    const configFile = await writeConfig(name, options);
    await runCommand(
      artifacts.tools.kind,
      // Without --wait: the node's Ready condition is watched, which ends the wait when it happens (kind#2282).
      ['create', 'cluster', '--name', name, '--config', configFile, '--kubeconfig', options.kubeconfig],
      {
        env: { KIND_EXPERIMENTAL_DOCKER_NETWORK: options.dockerNetwork },
        signal,
        ...(options.onLine ? { onLine: options.onLine } : {}),
      },
    );
    return {
      provider: 'kind',
      name,
      kubeconfig: options.kubeconfig,
      context: `kind-${name}`,
      dockerNetwork: options.dockerNetwork,
      serviceAccountIssuer: options.serviceAccountIssuer,
    };
  }

  /**
   * Does what `kind delete cluster` does, by Docker alone: after an interrupted artifact build there may be no `kind`
   * binary yet, and the kubeconfig is the run's own file.
   */
  async remove(runId: string, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    const nodes = await nodesOf(nameForRun(runId), signal);
    if (nodes.length === 0) return;
    const volumes = await volumesOf(nodes, signal);
    await runCommand('docker', ['rm', '--force', '--volumes', ...nodes], { signal });
    // Docker passes over a volume that is busy for a moment more, and says nothing; --force, for those that are gone.
    if (volumes.length > 0) await runCommand('docker', ['volume', 'rm', '--force', ...volumes], { signal });
  }
}

async function nodesOf(cluster: string, signal: AbortSignal): Promise<readonly string[]> {
  const filter = `label=${kindClusterLabel}=${cluster}`;
  const { stdout } = await runCommand('docker', ['ps', '--all', '--quiet', '--filter', filter], { signal });
  return stdout.split('\n').filter(Boolean);
}

/** The nodes' own volumes (kind keeps /var in one): they have no names or labels to find them by later. */
async function volumesOf(containers: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
  const format = '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}} {{end}}{{end}}';
  const { stdout } = await runCommand('docker', ['inspect', '--format', format, ...containers], { signal });
  return stdout.split(/\s+/).filter(Boolean);
}

async function refuseExisting(name: string, signal: AbortSignal): Promise<void> {
  const nodes = await nodesOf(name, signal);
  if (nodes.length === 0) return;
  throw new ComponentError(`A kind cluster named ${name} is there already (containers ${nodes.join(', ')})`, {
    remedy: `Give the run another name with --run-id, or remove that cluster: pca-e2e down, or kind delete cluster --name ${name}.`,
  });
}

async function writeConfig(name: string, options: CreateClusterOptions): Promise<string> {
  const folder = join(dirname(options.kubeconfig), 'kind');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { node } = options.artifacts;
  const cniConfigFile = join(folder, '10-ptp.conflist');
  if (node.needsPlainCni) await writeFile(cniConfigFile, plainCniConfig());
  const configFile = join(folder, 'cluster.yaml');
  await writeFile(
    configFile,
    kindConfig({
      name,
      node,
      serviceAccountIssuer: options.serviceAccountIssuer,
      ...(node.needsPlainCni ? { cniConfigFile } : {}),
    }),
  );
  return configFile;
}
