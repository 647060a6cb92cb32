import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { registryAnswers } from './registry-answers.ts';
import { LoopbackServer } from './testing/loopback-server.ts';

let server: LoopbackServer;
let status: number;
beforeEach(async () => {
  status = 200;
  server = await new LoopbackServer(() =>
    status === 200
      ? { body: '{}' }
      : { status, headers: status === 401 ? { 'www-authenticate': 'Bearer realm="x"' } : {} },
  ).start();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
});

const { signal } = new AbortController();
const probe = () =>
  registryAnswers({ endpoints: {}, registryMirrors: { 'docker.io': `${server.url}/hub` } }, signal, {
    environment: {},
  });

describe('whether a registry answers', () => {
  test.each([200, 401])('status %s: yes, it is one', async (answered) => {
    status = answered;
    await expect(probe()).resolves.toEqual({ answers: true, registry: server.host });
    expect(server.paths).toEqual(['/v2/']);
  });

  test.each([403, 404, 502])('status %s: no, it is something on the way', async (answered) => {
    status = answered;
    await expect(probe()).resolves.toMatchObject({ answers: false, reason: `status ${answered}` });
  });

  test('a refused connection: no, and why', async () => {
    const { host } = server;
    await server[Symbol.asyncDispose]();
    const asking = registryAnswers({ endpoints: {}, registryMirrors: { 'docker.io': `http://${host}` } }, signal);
    await expect(asking).resolves.toEqual({ answers: false, registry: host, reason: 'ECONNREFUSED' });
    server = await new LoopbackServer(() => undefined).start();
  });

  test('silence: no, after a while', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const host = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const asking = registryAnswers({ endpoints: {}, registryMirrors: { 'docker.io': `http://${host}` } }, signal, {
      environment: {},
      probeTimeoutMs: 100,
    });
    await expect(asking).resolves.toEqual({ answers: false, registry: host, reason: 'no answer within 100 ms' });
    silent.close();
  });
});
