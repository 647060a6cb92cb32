import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers';
import { defaultAdminPort, defaultPort, type MockReady } from '../../mocks/contract.ts';
import { runFolderLabel, runLabel } from '../clusters/ownership.ts';
import { runCommand } from '../process/run-command.ts';
import { type AwsAccount, mockedAccount } from './aws-account.ts';
import type {
  AwsEnvironment,
  ClusterOnDocker,
  OidcIssuer,
  OpenAccountOptions,
  ReachOptions,
} from './aws-environment.ts';
import { MockAdmin } from './mock-admin.ts';
import { bundleMock } from './mock-bundle.ts';
import { MockLog } from './mock-log.ts';

const startupTimeoutMs = 60_000;

/** The mocked AWS in a container on the run's Docker network, reached from pods by its network alias. */
export class MockAwsEnvironment implements AwsEnvironment {
  readonly name = 'mock';

  async open(options: OpenAccountOptions): Promise<AwsAccount> {
    const { dockerNetwork, nodeImage } = options;
    if (dockerNetwork === undefined || nodeImage === undefined) {
      throw new Error('The mocked AWS is a container on the Docker network of its run');
    }
    const alias = aliasOf(options.runId);
    const bundle = await bundleMock();
    options.signal.throwIfAborted();
    const { container, ready } = await startContainer({ ...options, dockerNetwork, nodeImage, alias, bundle });
    return {
      kind: 'mock',
      region: ready.region,
      accountId: ready.accountId,
      partition: 'aws',
      endpoint: `http://${loopback}:${container.getMappedPort(defaultPort)}`,
      clusterEndpoint: `http://${alias}:${defaultPort}`,
      adminEndpoint: `http://${loopback}:${container.getMappedPort(defaultAdminPort)}`,
      administrator: { accessKeyId: ready.accessKeyId, secretAccessKey: ready.secretAccessKey },
    };
  }

  async reachFrom({ dockerNetwork }: ClusterOnDocker, { runId, runNetwork, signal }: ReachOptions): Promise<void> {
    if (dockerNetwork === undefined || dockerNetwork === runNetwork) return;
    const [docker, ...args] = connectMockCommand(runId, dockerNetwork);
    await runCommand(docker, args, { signal });
  }

  async publishOidcIssuer(account: AwsAccount, issuer: OidcIssuer): Promise<boolean> {
    await new MockAdmin(mockedAccount(account).adminEndpoint).publishOidcIssuer(issuer);
    return true;
  }

  async close(runId: string, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    const filter = `label=${runLabel}=${runId}`;
    const { stdout } = await runCommand('docker', ['ps', '--all', '--quiet', '--filter', filter], { signal });
    const containers = stdout.split('\n').filter(Boolean);
    if (containers.length > 0) await runCommand('docker', ['rm', '--force', '--volumes', ...containers], { signal });
  }
}

/**
 * Where the mock's ports are published, and therefore reached; kind publishes its API server there too. Not
 * testcontainers' `getHost()`, which takes a machine that has /.dockerenv for a container and answers with a gateway.
 */
const loopback = '127.0.0.1';

/**
 * A container whose ports are published on the loopback address alone. By default Docker publishes on every address of
 * the machine, and the admin port asks nobody for credentials.
 */
class LoopbackContainer extends GenericContainer {
  protected override async beforeContainerCreated(): Promise<void> {
    const bindings = this.hostConfig.PortBindings as Record<string, readonly { HostPort?: string }[]>;
    this.hostConfig.PortBindings = Object.fromEntries(
      Object.entries(bindings).map(([port, hosts]) => [port, hosts.map((host) => ({ ...host, HostIp: loopback }))]),
    );
  }
}

const aliasOf = (runId: string) => `aws-${runId}`;
const containerOf = (runId: string) => `pca-e2e-${runId}-aws`;

/** The program and arguments that put the mocked AWS on a further network; with its container it goes from there, too. */
export const connectMockCommand = (runId: string, network: string): readonly [string, ...string[]] => [
  ...(['docker', 'network', 'connect', '--alias', aliasOf(runId), network, containerOf(runId)] as const),
];

interface StartOptions extends OpenAccountOptions {
  readonly dockerNetwork: string;
  readonly nodeImage: string;
  readonly alias: string;
  /** The program, as one file. */
  readonly bundle: string;
}

async function startContainer(options: StartOptions): Promise<{ container: StartedTestContainer; ready: MockReady }> {
  // Ryuk would end a kept run's mocked AWS with this process, and its image is not to be had without a registry. What
  // it is for, our labels and `clean` do.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
  const log = new MockLog(options.onLine);
  const container = await new LoopbackContainer(options.nodeImage)
    .withName(containerOf(options.runId))
    .withLabels({ [runLabel]: options.runId, [runFolderLabel]: options.runFolder })
    .withNetworkMode(options.dockerNetwork)
    .withNetworkAliases(options.alias)
    .withCopyContentToContainer([{ content: options.bundle, target: '/opt/pca-e2e/mock.mjs' }])
    .withCommand(['node', '/opt/pca-e2e/mock.mjs', '--host', '0.0.0.0', '--region', options.region])
    .withExposedPorts(defaultPort, defaultAdminPort)
    .withWaitStrategy(Wait.forLogMessage(/"endpoint"/))
    .withStartupTimeout(startupTimeoutMs)
    .withLogConsumer((stream) => log.read(stream))
    .start();
  return { container, ready: await log.ready };
}
