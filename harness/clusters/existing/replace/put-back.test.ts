import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CoreV1Api, type KubernetesObject, KubernetesObjectApi } from '@kubernetes/client-node';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import type { AddedToCluster } from '../added-to-cluster.ts';
import { FakeApiServer } from '../testing/fake-api-server.ts';
import { sampleReplaced } from '../testing/sample-added.ts';
import { sampleObject } from '../testing/sample-objects.ts';
import { type Copy, copiesOf, forgetCopies, keepCopies, readCopies } from './copies.ts';
import { endReplacement } from './end-replacement.ts';
import { putBack } from './put-back.ts';

const { signal } = new AbortController();
const wait = { signal, waitingFor: () => undefined, observed: () => undefined };
const server = { current: new FakeApiServer() };
let client: KubernetesClient;

beforeEach(async () => {
  server.current = new FakeApiServer();
  await server.current.listen();
  const { kubeConfig } = server.current;
  client = {
    kubeConfig,
    core: kubeConfig.makeApiClient(CoreV1Api),
    objects: KubernetesObjectApi.makeApiClient(kubeConfig),
  };
});
afterEach(() => server.current.close());

const copy = (path: string, apiVersion: string, object: object = {}): Copy => ({
  name: path,
  path,
  object: { apiVersion, metadata: { name: path.split('/').at(-1) ?? '' }, ...object } as KubernetesObject,
});
const secret = copy('/api/v1/namespaces/istio-system/secrets/cacerts', 'v1', {
  metadata: {
    ...{
      name: 'cacerts',
      namespace: 'istio-system',
      uid: 'old',
      resourceVersion: '3',
      labels: { team: 'mesh' },
      ownerReferences: [{ uid: 'gone' }],
    },
    managedFields: [{ manager: 'cert-manager' }],
  },
  data: { 'tls.key': 'a2V5' },
});
const certificate = copy(
  '/apis/cert-manager.io/v1/namespaces/istio-system/certificates/istio-ca',
  'cert-manager.io/v1',
);
const istiod = copy('/apis/apps/v1/namespaces/istio-system/deployments/istiod', 'apps/v1', { status: { replicas: 1 } });
const gateway = copy('/apis/apps/v1/namespaces/istio-system/deployments/gateway', 'apps/v1', {
  spec: { template: { metadata: { annotations: { 'inject.istio.io/templates': 'gateway' } } } },
});
const webhook = copy(
  '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/injector',
  'admissionregistration.k8s.io/v1',
);
const definition = copy(
  '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/x.istio.io',
  'apiextensions.k8s.io/v1',
  {
    spec: { group: 'istio.io' },
  },
);

describe('copies of what a run replaces', () => {
  const large = copy('/api/v1/namespaces/a/secrets/b', 'v1', {
    data: { x: randomBytes(1_500_000).toString('base64') },
  });

  test('are kept in the cluster in parts that a Secret can hold, and come out as they went in', async () => {
    await keepCopies(client, 'r1', [secret, large]);
    expect(server.current.objects.size).toBe(2);
    expect(await readCopies(client, 'r1')).toEqual([secret, large]);
    expect(await readCopies(client, 'r2')).toBeUndefined();
  });

  test('count only when they are all there: nothing is removed before', async () => {
    await keepCopies(client, 'r1', [large]);
    server.current.objects.delete('/api/v1/namespaces/kube-system/secrets/pca-e2e-replaced-r1-1');
    expect(await readCopies(client, 'r1')).toBeUndefined();
    await forgetCopies(client, 'r1');
    expect(server.current.objects.size).toBe(0);
  });

  test('hold objects whole; one that cannot be read is an error', async () => {
    server.current.objects.set(secret.path, secret.object);
    const [found] = await copiesOf(client, [sampleObject('secrets istio-system/cacerts')], signal);
    expect(found).toEqual({ name: 'secrets istio-system/cacerts', path: secret.path, object: secret.object });
    await expect(copiesOf(client, [sampleObject('secrets team/gone')], signal)).rejects.toThrow(
      'secrets team/gone could not be copied: not found',
    );
  });
});

describe('putting back', () => {
  test('begins with what controllers run with, and ends with what a webhook fills in', async () => {
    await putBack(client, [gateway, webhook, istiod, certificate, secret], wait);
    const made = server.current.changes.filter((change) => change.startsWith('POST'));
    expect(made.map((change) => change.split('/').at(-1))).toEqual([
      ...['cacerts', 'istio-ca', 'istiod', 'injector', 'gateway'],
    ]);
  });

  test('restores contents and managers, and nothing that the API server gives', async () => {
    await putBack(client, [secret, istiod], wait);
    expect(server.current.objects.get(secret.path)).toMatchObject({
      data: { 'tls.key': 'a2V5' },
      metadata: { labels: { team: 'mesh' }, managedFields: [{ manager: 'cert-manager' }], uid: 'uid 1' },
    });
    expect(server.current.objects.get(secret.path)?.metadata).not.toHaveProperty('ownerReferences');
    expect(server.current.objects.get(istiod.path)).not.toHaveProperty('status');
  });

  test('gives definitions, which stayed, their contents back', async () => {
    const overwritten = {
      ...definition.object,
      spec: { group: 'other' },
      metadata: { uid: 'u', resourceVersion: '9' },
    };
    server.current.objects.set(definition.path, overwritten);
    await putBack(client, [definition], wait);
    expect(server.current.objects.get(definition.path)).toMatchObject({
      spec: { group: 'istio.io' },
      metadata: { uid: 'u' },
    });
  });

  test('leaves what never went', async () => {
    server.current.objects.set(secret.path, secret.object);
    await putBack(client, [secret], wait);
    expect(server.current.changes).toEqual([]);
  });

  test('gives what is there again its contents once more', async () => {
    server.current.objects.set(secret.path, { metadata: { uid: 'again', resourceVersion: '9' } });
    await putBack(client, [secret], wait);
    expect(server.current.objects.get(secret.path)).toMatchObject({
      data: { 'tls.key': 'a2V5' },
      metadata: { uid: 'again' },
    });
  });

  test('tells of everything that could not be put back, and says where the copies are', async () => {
    server.current.refusals.set(`POST ${secret.path}`, { status: 404, message: 'namespaces "istio-system" not found' });
    await expect(putBack(client, [secret], wait)).rejects.toMatchObject({
      message: expect.stringContaining(`${secret.path}: namespaces "istio-system" not found`),
      remedy: expect.stringContaining('Secrets pca-e2e-replaced-… of kube-system'),
    });
  });
});

describe('the end of a replacement', () => {
  const before = [{ name: 'secrets istio-system/cacerts', uid: 'old' }];
  const added = sampleReplaced(before, { objects: before, companions: [] });
  const resources = [{ name: 'secrets', kind: 'Secret', namespaced: true, verbs: ['list'] }];
  beforeEach(() => {
    server.current.objects.set('/api/v1', { resources } as KubernetesObject);
    server.current.objects.set('/apis', { groups: [] } as KubernetesObject);
  });

  test('is written down before the copies go: what is back is not the run’s', async () => {
    await keepCopies(client, 'r1', [secret]);
    const steps: unknown[] = [];
    const record = async ({ before: known, replaced }: AddedToCluster) => {
      const isBack = server.current.objects.has(secret.path);
      steps.push({ isBack, begun: replaced?.isBeingPutBack, before: known, copies: await readCopies(client, 'r1') });
    };
    await endReplacement(client, added, { runId: 'r1', record, ...wait });
    expect(steps).toEqual([
      { isBack: false, begun: true, before, copies: [secret] },
      {
        isBack: true,
        begun: false,
        before: [{ name: 'secrets istio-system/cacerts', uid: 'uid 2' }],
        copies: [secret],
      },
    ]);
    expect(await readCopies(client, 'r1')).toBeUndefined();
  });

  test('keeps the copies when something could not be put back', async () => {
    await keepCopies(client, 'r1', [secret]);
    server.current.refusals.set(`POST ${secret.path}`, { status: 403, message: 'forbidden' });
    const recorded: unknown[] = [];
    const record = async ({ replaced }: AddedToCluster) => {
      recorded.push(replaced?.isBeingPutBack);
    };
    await expect(endReplacement(client, added, { runId: 'r1', record, ...wait })).rejects.toThrow('forbidden');
    expect(recorded).toEqual([true]);
    expect(await readCopies(client, 'r1')).toEqual([secret]);
  });

  test('has nothing to put back when the run ended before anything was taken away', async () => {
    const record = () => Promise.reject(new Error('nothing is to be written down'));
    await endReplacement(client, added, { runId: 'r1', record, ...wait });
    expect(server.current.changes).toEqual([]);
  });
});
