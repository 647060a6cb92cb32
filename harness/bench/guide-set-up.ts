import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Artifacts } from '../artifacts/artifact-source.ts';
import { type MockAwsAccount, mockedAccount } from '../aws/aws-account.ts';
import { MockAwsEnvironment } from '../aws/mock-environment.ts';
import { createRunNetwork, removeRunNetwork } from '../clusters/docker-network.ts';
import { plainCniConfig } from '../clusters/kind-config.ts';
import { nameForRun } from '../clusters/ownership.ts';
import type { KindCluster } from '../clusters/running-cluster.ts';
import { runCommand } from '../process/run-command.ts';

export interface GuideSetUpOptions {
  readonly runId: string;
  readonly folder: string;
  readonly region: string;
  /** Those that our run has used. */
  readonly artifacts: Artifacts;
  readonly signal: AbortSignal;
}

/** What somebody has before the guide begins: tools, a mocked AWS, and a configuration for `kind create cluster`. */
export class GuideSetUp implements AsyncDisposable {
  readonly options: GuideSetUpOptions;
  readonly account: MockAwsAccount;
  readonly kubeconfig: string;
  readonly #network: string;

  private constructor(options: GuideSetUpOptions, account: MockAwsAccount, network: string) {
    this.options = options;
    this.account = account;
    this.kubeconfig = join(options.folder, 'kubeconfig');
    this.#network = network;
  }

  static async open(options: GuideSetUpOptions): Promise<GuideSetUp> {
    const { runId, folder, artifacts, region, signal } = options;
    await mkdir(folder, { recursive: true });
    await writeKindConfig(folder, artifacts.node);
    try {
      const network = await createRunNetwork({ runId, runFolder: folder, signal });
      const account = await new MockAwsEnvironment().open({
        ...{ runId, runFolder: folder, region, signal },
        nodeImage: artifacts.mockBaseImage,
        dockerNetwork: network,
      });
      return new GuideSetUp(options, mockedAccount(account), network);
    } catch (error) {
      await removeSurroundings(runId);
      throw error;
    }
  }

  /** Runs a tool of the artifacts against the set-up's cluster. @returns its standard output. */
  async run(tool: 'kubectl' | 'helm' | 'istioctl', args: readonly string[], input?: string): Promise<string> {
    const { artifacts, signal } = this.options;
    const options = { signal, env: { KUBECONFIG: this.kubeconfig }, ...(input === undefined ? {} : { input }) };
    return (await runCommand(artifacts.tools[tool], args, options)).stdout;
  }

  async kind(command: 'create' | 'delete', more: readonly string[], signal = this.options.signal): Promise<void> {
    const args = [
      command,
      'cluster',
      '--name',
      nameForRun(this.options.runId),
      '--kubeconfig',
      this.kubeconfig,
      ...more,
    ];
    const env = { KIND_EXPERIMENTAL_DOCKER_NETWORK: this.#network };
    await runCommand(this.options.artifacts.tools.kind, args, { env, signal });
  }

  /** As the rest of the harness knows clusters. */
  get cluster(): KindCluster {
    const name = nameForRun(this.options.runId);
    const { kubeconfig } = this;
    return {
      ...{ provider: 'kind', name, kubeconfig, context: `kind-${name}`, dockerNetwork: this.#network },
      serviceAccountIssuer: oidcIssuer,
    };
  }

  get kindConfig(): string {
    return kindConfigIn(this.options.folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Also after an interrupt: with a signal of its own.
    await this.kind('delete', [], AbortSignal.timeout(removeTimeoutMs));
    await removeSurroundings(this.options.runId);
  }
}

/** kind's own: the guide's reader configures none. */
const oidcIssuer = 'https://kubernetes.default.svc.cluster.local';
const removeTimeoutMs = 60_000;

async function removeSurroundings(runId: string): Promise<void> {
  const signal = AbortSignal.timeout(removeTimeoutMs);
  await new MockAwsEnvironment().close(runId, { signal });
  await removeRunNetwork({ runId, signal });
}

const kindConfigIn = (folder: string) => join(folder, 'kind.yaml');

/** Only what the node image needs to start: everything else is as kind has it, which is what the guide's reader gets. */
async function writeKindConfig(folder: string, node: Artifacts['node']): Promise<void> {
  const cniConfig = join(folder, '10-ptp.conflist');
  await writeFile(cniConfig, plainCniConfig());
  const mount = { hostPath: cniConfig, containerPath: '/etc/cni/net.d/10-ptp.conflist', readOnly: true };
  await writeFile(
    kindConfigIn(folder),
    stringify({
      kind: 'Cluster',
      apiVersion: 'kind.x-k8s.io/v1alpha4',
      networking: { ipFamily: 'ipv4', disableDefaultCNI: node.needsPlainCni },
      containerdConfigPatches: node.containerdConfigPatches,
      nodes: [{ role: 'control-plane', image: node.image, extraMounts: node.needsPlainCni ? [mount] : [] }],
    }),
  );
}
