import { request } from 'node:https';
import type { KubernetesObject } from '@kubernetes/client-node';
import { ComponentError } from '../../errors/harness-error.ts';
import { connect } from '../../kubernetes/kubernetes-client.ts';

/** A cluster's API server, read with plain requests: each has its own time, and none outlives the signal. */
export interface ApiServer {
  readonly kubeConfig: ReturnType<typeof connect>['kubeConfig'];
  /** All objects of a collection's path. */
  list<T extends KubernetesObject>(path: string): Promise<readonly T[]>;
  text(path: string): Promise<string>;
  post<T>(path: string, body: T): Promise<T>;
}

/** A component that hangs must not hold up what the others can tell. */
const requestTimeoutMs = 10_000;

/** @throws Error when the kubeconfig cannot be read. */
export async function openApiServer(kubeconfig: string, signal: AbortSignal): Promise<ApiServer> {
  const { kubeConfig } = connect(kubeconfig);
  const server = kubeConfig.getCurrentCluster()?.server ?? '';
  const options: Parameters<typeof kubeConfig.applyToHTTPSOptions>[0] = {};
  await kubeConfig.applyToHTTPSOptions(options);
  const call = (method: string, path: string, body?: string) =>
    new Promise<string>((resolve, reject) => {
      const limited = AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]);
      const headers = { ...options.headers, accept: 'application/json, */*', 'content-type': 'application/json' };
      const sent = request(new URL(path, server), { ...options, method, headers, signal: limited }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const status = response.statusCode ?? 0;
          if (status < 300) resolve(text);
          else reject(new ComponentError(`the API server answered ${status}: ${messageOf(text)}`));
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  return {
    kubeConfig,
    list: async <T extends KubernetesObject>(path: string) =>
      (JSON.parse(await call('GET', path)) as { readonly items: readonly T[] }).items,
    text: (path) => call('GET', path),
    post: async <T>(path: string, body: T) => JSON.parse(await call('POST', path, JSON.stringify(body))) as T,
  };
}

/** A Kubernetes Status' message, or the text as it is. */
function messageOf(text: string): string {
  if (!text.startsWith('{')) return text.trim().slice(0, 300);
  return (JSON.parse(text) as { message?: string }).message ?? text.slice(0, 300);
}
