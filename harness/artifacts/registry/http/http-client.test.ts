import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runCommand } from '../../../process/run-command.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { LoopbackServer } from '../testing/loopback-server.ts';
import { HttpClient } from './http-client.ts';

let server: LoopbackServer;
let proxy: LoopbackServer;
const seen: { authorization: string | undefined; proxied: boolean }[] = [];

beforeEach(async () => {
  seen.length = 0;
  const answer = (proxied: boolean) => (asked: { path: string; headers: { authorization?: string | undefined } }) => {
    seen.push({ authorization: asked.headers.authorization, proxied });
    if (asked.path === '/moved') return { status: 307, headers: { location: '/here' } };
    if (asked.path === '/elsewhere') return { status: 302, headers: { location: `${proxy.url}/there` } };
    if (asked.path === '/round') return { status: 302, headers: { location: '/round' } };
    if (asked.path === '/refused') return { status: 403 };
    return { body: `answer of ${asked.path}` };
  };
  server = await new LoopbackServer(answer(false)).start();
  proxy = await new LoopbackServer(answer(true)).start();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
});

const client = (environment: Readonly<Record<string, string>> = {}) =>
  new HttpClient({ environment, stallTimeoutMs: 500 });

describe('GET requests', () => {
  test('follow redirects', async () => {
    await expect(client().getText(`${server.url}/moved`)).resolves.toBe('answer of /here');
  });

  test('show credentials to no other server than the one they are for', async () => {
    await client().getText(`${server.url}/elsewhere`, { headers: { authorization: 'Basic abc' } });
    expect(seen).toEqual([
      { authorization: 'Basic abc', proxied: false },
      { authorization: undefined, proxied: true },
    ]);
  });

  test('do not go round for ever', async () => {
    await expect(client().getText(`${server.url}/round`)).rejects.toThrow('more than 5 redirects');
  });

  test('a refusal is told with its status, without query or credentials of the URL', async () => {
    const url = `http://me:s3cret@${server.host}/refused?signature=s3cret`;
    const asking = client().getText(url);
    await expect(asking).rejects.toThrow(`${server.url}/refused: status 403`);
    await expect(asking).rejects.not.toThrow('s3cret');
  });

  test('a refusal of a storage service, in XML, is not taken for a web page', async () => {
    server.fault = () => ({ status: 403, body: '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>' });
    await expect(client().getText(`${server.url}/here`)).rejects.toThrow(/status 403: <\?xml.*AccessDenied/);
  });

  test('no answer is told with its reason, and is worth another attempt', async () => {
    const { url } = server;
    await server[Symbol.asyncDispose]();
    const asking = client().getText(`${url}/here`);
    await expect(asking).rejects.toThrow(/no answer \(.*ECONNREFUSED/);
    await expect(asking).rejects.toMatchObject({ transient: true });
    server = await new LoopbackServer(() => undefined).start();
  });

  test("a server whose certificate is of a company's own authority is refused, with what adds it", async () => {
    await using folder = await temporaryFolder();
    const [key, cert] = [join(folder.path, 'key.pem'), join(folder.path, 'cert.pem')];
    const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key];
    await runCommand('openssl', [
      ...made,
      '-out',
      cert,
      '-subj',
      '/CN=127.0.0.1',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
    ]);
    const company = createHttpsServer({ key: readFileSync(key), cert: readFileSync(cert) }).listen(0, '127.0.0.1');
    await once(company, 'listening');
    const asking = client().getText(`https://127.0.0.1:${(company.address() as AddressInfo).port}/v2/`);
    await expect(asking).rejects.toMatchObject({
      transient: false,
      remedy: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
    company.close();
  });

  test('go through the proxy that the environment names, but not to what NO_PROXY has', async () => {
    const url = 'http://registry.example/v2/';
    await expect(client({ HTTP_PROXY: proxy.url }).getText(url)).resolves.toContain('/v2/');
    await client({ HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' }).getText(`${server.url}/here`);
    expect(seen.map(({ proxied }) => proxied)).toEqual([true, false]);
  });

  test('end with the reason when they are cancelled', async () => {
    server.fault = () => ({ stallAfterBytes: 0 });
    const reason = new Error('interrupted');
    await expect(client().getText(`${server.url}/here`, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
