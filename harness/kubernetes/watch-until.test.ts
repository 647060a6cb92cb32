import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { CoreV1Api, KubeConfig, KubernetesObjectApi, type V1ConfigMap } from '@kubernetes/client-node';
import { done, notYet } from '../wait/poll-until.ts';
import { WaitTimeoutError } from '../wait/wait-timeout-error.ts';
import type { KubernetesClient } from './kubernetes-client.ts';
import { watchUntil } from './watch-until.ts';

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** An API server that answers watches as told, one answer a request; the last one answers all that follow. */
async function apiServer(
  ...answers: readonly ((response: ServerResponse, request: IncomingMessage) => void)[]
): Promise<KubernetesClient> {
  let requests = 0;
  const listening = createServer((request, response) => {
    const answer = answers[Math.min(requests, answers.length - 1)];
    requests += 1;
    answer?.(response, request);
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const { port } = listening.address() as AddressInfo;
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser(
    { name: 'fake', server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
    { name: 'nobody' },
  );
  return {
    kubeConfig,
    objects: KubernetesObjectApi.makeApiClient(kubeConfig),
    core: kubeConfig.makeApiClient(CoreV1Api),
  };
}

const event = (type: string, value: string, uid = 'u1') =>
  `${JSON.stringify({ type, object: { kind: 'ConfigMap', metadata: { uid, name: 'm' }, data: { value } } })}\n`;

const status = (code: number) => (response: ServerResponse) => void response.writeHead(code).end('{}');
const stream =
  (...lines: readonly string[]) =>
  (response: ServerResponse) =>
    void response.writeHead(200).write(lines.join(''));
const streamAndEnd =
  (...lines: readonly string[]) =>
  (response: ServerResponse) =>
    void response.writeHead(200).end(lines.join(''));

function options(timeoutMs = 5_000) {
  const said: string[] = [];
  return {
    said,
    what: 'the map to be green',
    timeoutMs,
    signal: new AbortController().signal,
    waitingFor: (what: string) => void said.push(what),
    observed: (what: string) => void said.push(what),
  };
}

const isGreen = ([map]: readonly V1ConfigMap[]) =>
  map?.data?.['value'] === 'green' ? done(map.metadata?.name) : notYet(map ? `value ${map.data?.['value']}` : 'no map');

describe('watchUntil', () => {
  test('ends as soon as the object is as wanted, and tells each state seen on the way', async () => {
    const client = await apiServer(
      stream(event('ADDED', 'red'), event('MODIFIED', 'amber'), event('MODIFIED', 'green')),
    );
    const wait = options();
    await expect(watchUntil(client, { path: '/maps', name: 'm' }, isGreen, wait)).resolves.toBe('m');
    expect(wait.said).toEqual(['the map to be green', 'value red', 'value amber']);
  });

  test('asks for the one object by name, or for those with the labels', async () => {
    const urls: (string | undefined)[] = [];
    const client = await apiServer((response, request) => {
      urls.push(request.url);
      stream(event('ADDED', 'green'))(response);
    });
    await watchUntil(client, { path: '/maps', name: 'm' }, isGreen, options());
    await watchUntil(client, { path: '/maps', labelSelector: 'app=x' }, isGreen, options());
    expect(urls).toEqual([
      '/maps?watch=true&fieldSelector=metadata.name%3Dm',
      '/maps?watch=true&labelSelector=app%3Dx',
    ]);
  });

  test('begins anew when the resource is not served yet, or the API server ends the watch', async () => {
    const client = await apiServer(status(404), streamAndEnd(event('ADDED', 'red')), stream(event('ADDED', 'green')));
    await expect(watchUntil(client, { path: '/maps' }, isGreen, options())).resolves.toBe('m');
  });

  test('forgets a deleted object', async () => {
    const client = await apiServer(
      stream(event('ADDED', 'red'), event('DELETED', 'red'), event('ADDED', 'green', 'u2')),
    );
    const wait = options();
    await watchUntil(client, { path: '/maps' }, isGreen, wait);
    expect(wait.said).toContain('no map');
  });

  test('an answer that waiting will not change ends the wait at once', async () => {
    const client = await apiServer(status(403));
    await expect(watchUntil(client, { path: '/maps' }, isGreen, options())).rejects.toMatchObject({ statusCode: 403 });
  });

  test('a look that throws ends the wait at once, with its error', async () => {
    const client = await apiServer(stream(event('ADDED', 'red')));
    const stuck = new Error('will never be green');
    const look = () => {
      throw stuck;
    };
    await expect(watchUntil(client, { path: '/maps' }, look, options())).rejects.toBe(stuck);
  });

  test('a timeout says what was waited for and what was seen', async () => {
    const client = await apiServer(stream(event('ADDED', 'red')));
    const wait = watchUntil(client, { path: '/maps' }, isGreen, options(150));
    await expect(wait).rejects.toThrow(WaitTimeoutError);
    await expect(wait).rejects.toThrow('Waited 150 ms for the map to be green; kept seeing: value red');
  });

  test('an aborted signal ends the wait with its reason', async () => {
    const abort = new AbortController();
    const reason = new Error('interrupted');
    const client = await apiServer(stream(event('ADDED', 'red')));
    const wait = { ...options(), signal: abort.signal, observed: () => abort.abort(reason) };
    await expect(watchUntil(client, { path: '/maps' }, isGreen, wait)).rejects.toBe(reason);
  });
});
