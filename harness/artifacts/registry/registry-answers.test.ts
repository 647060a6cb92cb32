import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { registryAnswers } from './registry-answers.ts';
import { type Answer, LoopbackServer } from './testing/loopback-server.ts';

let server: LoopbackServer;
let answer: Answer;
beforeEach(async () => {
  answer = { body: '{}' };
  server = await new LoopbackServer(() => answer).start();
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
  test.each([{ body: '{}' }, { status: 401, headers: { 'www-authenticate': 'Bearer realm="x"' } }, { status: 429 }])(
    '%j: yes, it is one',
    async (answered) => {
      answer = answered;
      await expect(probe()).resolves.toEqual({ answers: true, registry: server.host });
      expect(server.paths).toEqual(['/v2/']);
    },
  );

  const page = '<html><title>Attention Required! | Cloudflare</title></html>';
  test.each([
    [
      { status: 403, body: page, headers: { 'content-type': 'text/html; charset=UTF-8' } },
      'status 403 and a web page ("Attention',
    ],
    [{ body: page, headers: { 'content-type': 'text/html' } }, 'status 200 and a web page'],
    [{ status: 404 }, 'status 404'],
    [{ status: 502 }, 'status 502'],
    [{ status: 401 }, 'status 401'],
  ])('%j is neither: nothing is built for it without being asked', async (answered, message) => {
    answer = answered;
    await expect(probe()).rejects.toThrow(message);
    await expect(probe()).rejects.toThrow(`${server.url}/v2/`);
    await expect(probe()).rejects.toMatchObject({ remedy: expect.stringContaining('--artifacts local') });
  });

  test('a proxy that lets nothing through: no', async () => {
    const proxy = createHttpServer().on('connect', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const asking = registryAnswers({ endpoints: {}, registryMirrors: {} }, signal, {
      environment: { HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` },
    });
    await expect(asking).resolves.toEqual({
      ...{ answers: false, registry: 'registry-1.docker.io' },
      reason: expect.stringMatching(/tunnel.* via http:.*403 Forbidden/),
    });
    proxy.close();
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
