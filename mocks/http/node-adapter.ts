import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Handler, WireRequest, WireResponse } from './wire.ts';

/** The largest body that any served operation accepts is a 2 MiB chain in base64 inside JSON; this leaves room above it. */
export const maximumBodyBytes = 4 * 1024 * 1024;

const payloadTooLarge: WireResponse = {
  status: 413,
  headers: { 'content-type': 'application/x-amz-json-1.1', connection: 'close' },
  body: JSON.stringify({ __type: 'RequestEntityTooLargeException', message: 'The request body is too large.' }),
};

export interface ListeningServer {
  readonly url: string;
  readonly port: number;
  /** Stops accepting, cuts every open connection and resolves when the port is free. */
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  /** Zero picks a free port. */
  readonly port: number;
  /** The time that goes into the Date header: AWS clients correct their clocks by it. */
  readonly nowMs: () => number;
}

/** Serves `handler` over HTTP/1.1: the only place where the mocked AWS meets a socket. */
export async function listen(handler: Handler, options: ListenOptions): Promise<ListeningServer> {
  const server = createServer((incoming, outgoing) => {
    answer(handler, incoming, outgoing, options.nowMs).catch((error: unknown) => {
      // The handler turns its own failures into answers, so this is the client gone in mid-request: nobody to tell.
      outgoing.destroy(error instanceof Error ? error : undefined);
    });
  });
  // Clients of AWS keep connections open for long; a server that closes them first provokes resets in the client.
  server.keepAliveTimeout = 75_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://${urlHost(options.host)}:${port}`, port, close: () => close(server) };
}

async function answer(
  handler: Handler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  nowMs: () => number,
): Promise<void> {
  const body = await readBody(incoming);
  const response = body === 'too large' ? payloadTooLarge : await handler(toWireRequest(incoming, body));
  if (response.delayMs) await new Promise((resolve) => setTimeout(resolve, response.delayMs));
  if (response.dropConnection) {
    incoming.socket.destroy();
    return;
  }
  outgoing.sendDate = false;
  outgoing.writeHead(response.status, {
    date: new Date(nowMs()).toUTCString(),
    'content-length': Buffer.byteLength(response.body),
    ...response.headers,
  });
  outgoing.end(incoming.method === 'HEAD' ? undefined : response.body);
}

function readBody(incoming: IncomingMessage): Promise<Buffer | 'too large'> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      // What is over the limit is read and dropped, so that the client can finish sending and then read the answer.
      if (bytes <= maximumBodyBytes) chunks.push(chunk);
      else chunks.length = 0;
    });
    incoming.on('end', () => resolve(bytes > maximumBodyBytes ? 'too large' : concatenate(chunks)));
    incoming.on('error', reject);
  });
}

function concatenate(chunks: readonly Buffer[]): Buffer {
  const [only] = chunks;
  return only && chunks.length === 1 ? only : Buffer.concat(chunks);
}

function toWireRequest(incoming: IncomingMessage, body: Buffer): WireRequest {
  const target = incoming.url ?? '/';
  const mark = target.indexOf('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.join(',');
  }
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark + 1),
    headers,
    body,
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}

function urlHost(host: string): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return reachable.includes(':') ? `[${reachable}]` : reachable;
}
