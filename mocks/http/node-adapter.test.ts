import { request } from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import { type ListeningServer, listen, maximumBodyBytes } from './node-adapter.ts';
import type { Handler } from './wire.ts';

let server: ListeningServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serve(handler: Handler): Promise<string> {
  server = await listen(handler, { host: '127.0.0.1', port: 0, nowMs: () => Date.UTC(2030, 0, 1) });
  return server.url;
}

const echo: Handler = async ({ method, path, query, headers, body }) => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ method, path, query, headers, body: body.toString() }),
});

test('passes path and query on as they were sent, and answers with the mock’s own date', async () => {
  const url = await serve(echo);
  const response = await fetch(`${url}/a%20b/?x=1&y=%2F`, {
    method: 'POST',
    body: 'hello',
    headers: { 'X-Test': 'a' },
  });
  expect(response.headers.get('date')).toBe('Tue, 01 Jan 2030 00:00:00 GMT');
  expect(await response.json()).toMatchObject({
    method: 'POST',
    path: '/a%20b/',
    query: 'x=1&y=%2F',
    body: 'hello',
    headers: { 'x-test': 'a' },
  });
});

test('refuses a body above the limit without keeping it', async () => {
  const url = await serve(echo);
  const response = await fetch(url, { method: 'POST', body: Buffer.alloc(maximumBodyBytes + 1) });
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({ __type: 'RequestEntityTooLargeException' });
});

test('closes the connection for a dropped answer', async () => {
  const url = await serve(async () => ({ status: 0, headers: {}, body: '', dropConnection: true }));
  await expect(fetch(url)).rejects.toThrow(/fetch failed/);
});

test('holds an answer back as long as it is told', async () => {
  const url = await serve(async () => ({ status: 200, headers: {}, body: 'late', delayMs: 60 }));
  const startedAt = performance.now();
  await fetch(url);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(59);
});

test('goes on serving after a client that went away in mid-request', async () => {
  const url = await serve(echo);
  await new Promise<void>((resolve) => {
    const outgoing = request(url, { method: 'POST', headers: { 'content-length': '1000' } });
    outgoing.on('error', () => resolve());
    outgoing.write('only the beginning', () => outgoing.destroy());
    outgoing.on('close', () => resolve());
  });
  expect((await fetch(url, { method: 'POST', body: 'next' })).status).toBe(200);
});

test('close ends while a connection is open', async () => {
  const url = await serve(() => new Promise(() => undefined));
  const hanging = fetch(url).catch(() => 'cut');
  // The request must have arrived before the server closes: another connection's refusal would come sooner.
  await fetch(`${url}/x`, { signal: AbortSignal.timeout(50) }).catch(() => undefined);
  await server?.close();
  server = undefined;
  expect(await hanging).toBe('cut');
});
