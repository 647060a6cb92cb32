import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KubeConfig, type KubernetesObject, type V1DeleteOptions } from '@kubernetes/client-node';

/** For tests: an API server that keeps objects by their paths, as the real one does where it matters to whoever puts some back. */
export class FakeApiServer {
  /** By path. */
  readonly objects = new Map<string, KubernetesObject>();
  /** Every change, in order: `POST /api/v1/namespaces/team/secrets/till`. */
  readonly changes: string[] = [];
  /** Answers of its own, by method and path. */
  readonly refusals = new Map<string, { readonly status: number; readonly message: string }>();
  readonly kubeConfig = new KubeConfig();
  readonly #server: Server;
  #version = 0;

  constructor() {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const text = Buffer.concat(chunks).toString('utf8');
      const url = new URL(request.url ?? '', 'http://fake');
      const body = text === '' ? undefined : (JSON.parse(text) as KubernetesObject);
      const [status, answer] = this.#answer(request.method ?? '', url, body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const { port } = this.#server.address() as AddressInfo;
    const cluster = { name: 'c', server: `http://127.0.0.1:${port}`, skipTLSVerify: true };
    this.kubeConfig.loadFromClusterAndUser(cluster, { name: 'u' });
  }

  close(): void {
    this.#server.close();
  }

  #answer(method: string, url: URL, body: KubernetesObject | undefined): readonly [status: number, body: unknown] {
    const path = method === 'POST' ? `${url.pathname}/${body?.metadata?.name}` : url.pathname;
    const refusal = this.refusals.get(`${method} ${path}`);
    if (refusal !== undefined) return [refusal.status, refusal];
    if (method !== 'GET') this.changes.push(`${method} ${path}`);
    const there = this.objects.get(path);
    if (method === 'GET' && there === undefined) return this.#list(url);
    if (method === 'GET') return [200, there];
    if (method === 'POST')
      return there === undefined ? [201, this.#store(path, body)] : [409, { message: 'it exists' }];
    if (there === undefined) return [404, { message: 'not found' }];
    if (method === 'DELETE') {
      const { uid = there.metadata?.uid } = (body as V1DeleteOptions | undefined)?.preconditions ?? {};
      if (uid !== there.metadata?.uid) return [409, { message: 'another one has its name' }];
      return this.objects.delete(path) ? [200, {}] : [404, {}];
    }
    const isStale = body?.metadata?.resourceVersion !== there.metadata?.resourceVersion;
    return isStale ? [409, { message: 'it has been changed' }] : [200, this.#store(path, body)];
  }

  #list({ pathname, searchParams }: URL): readonly [status: number, body: unknown] {
    const [label = '', value] = (searchParams.get('labelSelector') ?? '').split('=');
    const ofOne = ([path]: readonly [string, unknown]) => path.slice(0, path.lastIndexOf('/'));
    const ofAll = (entry: readonly [string, unknown]) => ofOne(entry).replace(/\/namespaces\/[^/]+/, '');
    const isInside = (entry: readonly [string, unknown]) => [ofOne(entry), ofAll(entry)].includes(pathname);
    const items = [...this.objects].filter(isInside).map(([, object]) => object);
    if (items.length === 0 && label === '') return [404, { message: 'not found' }];
    return [200, { items: items.filter(({ metadata }) => label === '' || metadata?.labels?.[label] === value) }];
  }

  #store(path: string, object: KubernetesObject | undefined): KubernetesObject {
    this.#version += 1;
    const uid = this.objects.get(path)?.metadata?.uid ?? `uid ${this.#version}`;
    const stored = { ...object, metadata: { ...object?.metadata, uid, resourceVersion: String(this.#version) } };
    this.objects.set(path, stored);
    return stored;
  }
}
