import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stringify } from 'yaml';

/**
 * For tests of steps that touch a cluster by the way: a Kubernetes API server that takes every object it is given and
 * keeps it, and has one key that its tokens would be verified with.
 */
export class FakeApiServer {
  readonly #server: Server;
  readonly #objects = new Map<string, unknown>();
  readonly #issuer: TokenIssuer | undefined;

  /** @param issuer - Signs the tokens that are asked for; without one there are none. */
  constructor(issuer?: TokenIssuer) {
    this.#issuer = issuer;
    this.#server = createServer((request, response) => {
      void this.#answer(request).then((body) => {
        response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body ?? { kind: 'Status', code: 404 }));
      });
    });
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  /** Writes a kubeconfig that leads here. */
  async writeKubeconfig(kubeconfig: string): Promise<void> {
    const server = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'fake', cluster: { server, 'insecure-skip-tls-verify': true } }],
      users: [{ name: 'fake', user: {} }],
      contexts: [{ name: 'fake', context: { cluster: 'fake', user: 'fake' } }],
      'current-context': 'fake',
    };
    await writeFile(kubeconfig, stringify(config));
  }

  /** What was applied at a path such as `/api/v1/namespaces/cert-manager/secrets/x`. */
  objectAt(path: string): unknown {
    return this.#objects.get(path);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage): Promise<unknown> {
    const { pathname } = new URL(request.url ?? '/', 'http://fake');
    if (pathname === '/openid/v1/jwks') return this.#issuer?.jwks ?? { keys: [{ kty: 'RSA', kid: 'k1' }] };
    const [, namespace, name] =
      /^\/api\/v1\/namespaces\/([^/]+)\/serviceaccounts\/([^/]+)\/token$/.exec(pathname) ?? [];
    if (this.#issuer && namespace && name) {
      return { status: { token: this.#issuer.token(`system:serviceaccount:${namespace}:${name}`) } };
    }
    if (pathname === '/api/v1') return resources;
    if (request.method === 'GET') return this.#objects.get(pathname);
    const object: unknown = JSON.parse(Buffer.concat(await request.toArray()).toString('utf8'));
    this.#objects.set(pathname, object);
    return object;
  }
}

/** What signs a cluster's service account tokens. */
export interface TokenIssuer {
  readonly jwks: { readonly keys: readonly unknown[] };
  token(subject: string): string;
}

const kinds = [
  ['namespaces', 'Namespace', false],
  ['serviceaccounts', 'ServiceAccount', true],
  ['secrets', 'Secret', true],
] as const;

const resources = {
  kind: 'APIResourceList',
  groupVersion: 'v1',
  resources: kinds.map(([name, kind, namespaced]) => ({ name, singularName: '', namespaced, kind, verbs: ['patch'] })),
};
