import { stat } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { AuthenticationV1Api } from '@kubernetes/client-node';
import { connect } from '../kubernetes/kubernetes-client.ts';
import { runCommand } from '../process/run-command.ts';
import type { ClusterProvider, CreateClusterOptions, MadeByRun, RunningCluster } from './cluster-provider.ts';
import type { AddedToCluster } from './existing/added-to-cluster.ts';
import { imagesInNode } from './node-images.ts';
import { containersOfRun } from './run-containers.ts';

export interface ProviderUnderTest {
  readonly provider: ClusterProvider;
  /** For a run whose Docker network and folder are there; the image to load is among the artifacts' images to load. */
  readonly options: Omit<CreateClusterOptions, 'signal' | 'beforeAdding'>;
  /** An image that no node has. */
  readonly image: string;
}

const { signal } = new AbortController();
const wait = { signal, waitingFor: () => undefined, observed: () => undefined };
const createTimeoutMs = 3 * 60_000;
const ownerOnly = 0o600;

/** What every provider of clusters must hold, wherever its clusters come from. */
export function describeClusterProvider(name: string, underTest: () => ProviderUnderTest): void {
  describe(`a cluster of the provider ${name}`, () => {
    let cluster: RunningCluster;
    let added: AddedToCluster | undefined;

    const made = (): MadeByRun => ({ runId: underTest().options.runId, added });
    beforeAll(async () => {
      const { provider, options } = underTest();
      const beforeAdding = async (noted: AddedToCluster) => {
        added = noted;
      };
      cluster = await provider.create({ ...options, signal, beforeAdding });
    }, createTimeoutMs);

    test('is reached by a kubeconfig that holds it alone, for its owner to read', async () => {
      const { kubeConfig, core } = connect(cluster.kubeconfig);
      expect(kubeConfig.getContexts().map((context) => context.name)).toEqual([cluster.context]);
      expect(kubeConfig.getCurrentContext()).toBe(cluster.context);
      expect((await stat(cluster.kubeconfig)).mode & 0o777).toBe(ownerOnly);
      expect((await core.listNode()).items.length).toBeGreaterThan(0);
    });

    test('signs its tokens as the issuer that is told', async () => {
      const { kubeConfig, core } = connect(cluster.kubeconfig);
      const account = { name: 'default', namespace: 'kube-public' };
      const body = { spec: { audiences: ['somebody'], expirationSeconds: 600 } };
      const { status } = await core.createNamespacedServiceAccountToken({ ...account, body });
      const [, payload = ''] = status?.token?.split('.') ?? [];
      expect(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))).toMatchObject({
        iss: cluster.serviceAccountIssuer,
      });
      // That the token is the API server's own, and not only looks like it.
      const review = { spec: { token: status?.token ?? '', audiences: ['somebody'] } };
      const reviewed = await kubeConfig.makeApiClient(AuthenticationV1Api).createTokenReview({ body: review });
      expect(reviewed.status?.authenticated).toBe(true);
    });

    test('has its nodes on the Docker network that is told', async () => {
      const [node = ''] = nodesOf(cluster);
      const { stdout } = await runCommand('docker', [
        'inspect',
        '--format',
        '{{json .NetworkSettings.Networks}}',
        node,
      ]);
      expect(Object.keys(JSON.parse(stdout))).toContain(cluster.dockerNetwork);
    });

    test('takes images that its nodes lack; a second time nothing is in the way', async () => {
      const { provider, options, image } = underTest();
      const [node = ''] = nodesOf(cluster);
      const names = async () => (await imagesInNode(node, signal)).map((one) => one.name);
      expect(await names()).not.toContain(image);
      const { imagesToLoad: images } = options.artifacts;
      await provider.loadImages(cluster, { images, signal });
      await provider.loadImages(cluster, { images, signal });
      expect(await names()).toContain(image);
    });

    test('is left or removed without a trace of the run, and that once more is no error', async () => {
      const { provider, options, image } = underTest();
      const [node = ''] = nodesOf(cluster);
      const changes = await provider.remove(made(), wait);
      expect(changes ?? { gone: [], new: [] }).toMatchObject({ gone: [], new: [] });
      expect(await containersOfRun(options.runId, signal)).toEqual([]);
      if (cluster.provider === 'existing') {
        expect((await imagesInNode(node, signal)).map((one) => one.name)).not.toContain(image);
      }
      await provider.remove(made(), wait);
    });

    test('is not made by a run that came to none, and removing it is no error', async () => {
      const { provider } = underTest();
      await expect(provider.remove({ runId: 'never-made' }, wait)).resolves.toBeUndefined();
    });
  });
}

const nodesOf = (cluster: RunningCluster): readonly string[] =>
  cluster.provider === 'kind' ? [`${cluster.name}-control-plane`] : cluster.nodeContainers;
