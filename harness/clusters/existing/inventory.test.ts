import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { KubeConfig } from '@kubernetes/client-node';
import { nameOfObject, takeInventory } from './inventory.ts';
import { serviceAccountIssuerOf } from './service-account-issuer.ts';

const { signal } = new AbortController();
const listed = (...names: readonly string[]) =>
  names.map((name) => ({ name, kind: name, namespaced: true, verbs: ['list'] }));
const group = (name: string) => ({ name, preferredVersion: { version: 'v1' } });
const object = (name: string) => ({
  metadata: { name, namespace: 'team', uid: `uid of ${name}`, resourceVersion: '7' },
});

const answers: Readonly<Record<string, readonly [status: number, body: unknown]>> = {
  '/apis': [200, { groups: [group('apps'), group('metrics.k8s.io'), group('away.example.com')] }],
  '/api/v1': [
    200,
    { resources: [...listed('secrets', 'events', 'configmaps'), { name: 'pods/exec', verbs: ['create'] }] },
  ],
  '/apis/apps/v1': [200, { resources: listed('deployments') }],
  '/apis/metrics.k8s.io/v1': [503, {}],
  '/apis/away.example.com/v1': [503, {}],
  '/api/v1/secrets?limit=500': [200, { metadata: { continue: 'more' }, items: [object('till')] }],
  '/api/v1/secrets?limit=500&continue=more': [200, { metadata: {}, items: [object('keys')] }],
  '/api/v1/configmaps?limit=500': [200, { metadata: {}, items: null }],
  '/apis/apps/v1/deployments?limit=500': [403, { message: 'deployments.apps is forbidden' }],
  '/.well-known/openid-configuration': [401, { message: 'Unauthorized' }],
};

const kubeConfig = new KubeConfig();
const accepted = new Map<string, string>();
let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = request.url ?? '';
    accepted.set(url, request.headers.accept ?? '');
    const [status, body] = answers[url] ?? [404, {}];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  kubeConfig.loadFromClusterAndUser(
    { name: 'c', server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, skipTLSVerify: true },
    { name: 'u' },
  );
});
afterAll(() => {
  server.close();
});

describe('the inventory of a cluster', () => {
  test('has every object of every page, without its contents', async () => {
    const { objects } = await takeInventory(kubeConfig, signal);
    expect(objects.map((one) => [nameOfObject(one), one.uid])).toEqual([
      ['secrets team/till', 'uid of till'],
      ['secrets team/keys', 'uid of keys'],
    ]);
    expect(accepted.get('/api/v1/secrets?limit=500')).toContain('as=PartialObjectMetadataList');
  });

  test('tells what it could not list; measurements and events are none of it', async () => {
    const { unreadable } = await takeInventory(kubeConfig, signal);
    expect(unreadable).toEqual([
      'away.example.com: its server does not answer',
      'deployments.apps: deployments.apps is forbidden',
    ]);
    expect(accepted.has('/api/v1/events?limit=500')).toBe(false);
  });
});

describe('a cluster that cannot be worked in', () => {
  test('because its API server does not take the credentials', async () => {
    await expect(serviceAccountIssuerOf(kubeConfig, 'team', signal)).rejects.toMatchObject({
      name: 'MachineError',
      remedy: expect.stringContaining('Its credentials are not accepted'),
    });
  });

  test('because nothing answers at its address', async () => {
    const away = new KubeConfig();
    away.loadFromClusterAndUser({ name: 'c', server: 'http://127.0.0.1:1', skipTLSVerify: true }, { name: 'u' });
    await expect(serviceAccountIssuerOf(away, 'team', signal)).rejects.toThrow(
      'The API server of context team is not reached at http://127.0.0.1:1',
    );
  });
});
