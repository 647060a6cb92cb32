import { type IncomingMessage, request as requestPlain } from 'node:http';
import { request } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query: `/api/v1/namespaces?limit=500`. */
  readonly path: string;
  readonly accept?: string;
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
}

/** An API server that does not answer must not hold up a run, nor its undoing. */
const answerTimeoutMs = 20_000;

/**
 * One request to an API server, for what the client library has no call for: lists without contents, deletions with
 * preconditions on kinds that are known by their paths alone. Every status is an answer; only no answer is an error.
 *
 * @throws Error of the system's when the API server is not reached; the signal's reason when it fires.
 */
export async function askApiServer(kubeConfig: KubeConfig, asked: ApiRequest): Promise<ApiAnswer> {
  const options: Parameters<KubeConfig['applyToHTTPSOptions']>[0] = {};
  await kubeConfig.applyToHTTPSOptions(options);
  const server = kubeConfig.getCurrentCluster()?.server ?? '';
  const url = new URL(`${server.replace(/\/$/, '')}${asked.path}`);
  const send = url.protocol === 'http:' ? requestPlain : request;
  const body = asked.body === undefined ? undefined : JSON.stringify(asked.body);
  const headers = {
    ...options.headers,
    accept: asked.accept ?? 'application/json',
    // For a DELETE, Node sends no length by itself, and the server would read no body: no preconditions.
    ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
  };
  const signal = AbortSignal.any([asked.signal, AbortSignal.timeout(answerTimeoutMs)]);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const sent = send(url, { ...options, method: asked.method, headers, signal }, resolve);
  sent.on('error', (error) => reject(asked.signal.aborted ? asked.signal.reason : error));
  sent.end(body);
  const response = await promise;
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return { status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') };
}

/** The message of a Kubernetes Status, or the text as it is. */
export function messageOfAnswer({ body }: ApiAnswer): string {
  if (!body.startsWith('{')) return body.trim().slice(0, 300);
  return (JSON.parse(body) as { readonly message?: string }).message ?? body.slice(0, 300);
}
