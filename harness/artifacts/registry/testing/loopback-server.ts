import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** What a server sends. */
export interface Content {
  readonly body: string | Buffer | { readonly file: string };
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that is no content: an error, or a redirect. */
export interface Refusal {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** @defaultValue `status 404` */
  readonly body?: string;
}

/** What goes wrong on purpose with one answer. */
export type Fault =
  | Refusal
  /** The connection ends after so many bytes of the body: an outage half-way. */
  | { readonly breakAfterBytes: number }
  /** Nothing more is sent after so many bytes, and the connection stays. */
  | { readonly stallAfterBytes: number }
  /** All of it is sent, but in pieces with pauses. */
  | { readonly pieceBytes: number; readonly pauseMs: number };

export interface Asked {
  readonly path: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What an answer is: content, a refusal, or undefined for 404. */
export type Answer = Content | Refusal | undefined;

/** An HTTP server on the loopback address that tells what it was asked, and does wrong when told to. */
export class LoopbackServer implements AsyncDisposable {
  readonly #server: Server;
  readonly #answer: (asked: Asked) => Answer | Promise<Answer>;
  /** Path of every request, in order. */
  readonly paths: string[] = [];
  /** Asked before each answer; undefined means that nothing goes wrong. */
  fault: (asked: Asked) => Fault | undefined = () => undefined;

  readonly #scheme: 'http' | 'https';

  /** @param tls - PEM of a key and its certificate: then it serves by HTTPS. */
  constructor(
    answer: (asked: Asked) => Answer | Promise<Answer>,
    tls?: { readonly key: string; readonly cert: string },
  ) {
    this.#answer = answer;
    const handle = (request: IncomingMessage, response: ServerResponse) => {
      // What breaks off here was broken on purpose, or by a client that a test has ended.
      this.#handle(request, response).catch(() => response.destroy());
    };
    this.#scheme = tls === undefined ? 'http' : 'https';
    this.#server = tls === undefined ? createServer(handle) : createTlsServer(tls, handle);
  }

  /** @returns The server, once it serves. */
  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  /** For example `127.0.0.1:40123`. */
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `${this.#scheme}://${this.host}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/';
    const body = (await Readable.from(request).toArray()).join('');
    const asked: Asked = { path: url.split('?')[0] ?? url, url, headers: request.headers, body };
    this.paths.push(asked.path);
    const fault = this.fault(asked);
    const answer = fault !== undefined && 'status' in fault ? fault : ((await this.#answer(asked)) ?? { status: 404 });
    if ('status' in answer) {
      response.writeHead(answer.status, answer.headers).end(answer.body ?? `status ${answer.status}`);
      return;
    }
    await send(answer, request, response, fault);
  }
}

async function send(
  { body, headers = {} }: Content,
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault | undefined,
): Promise<void> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const size = Buffer.isBuffer(bytes) ? bytes.length : (await stat(bytes.file)).size;
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(from > 0 ? 206 : 200, { ...headers, 'content-length': String(size - from) });
  const source = Buffer.isBuffer(bytes)
    ? Readable.from([bytes.subarray(from)])
    : createReadStream(bytes.file, { start: from });
  if (fault === undefined || 'status' in fault) {
    await pipeline(source, response);
  } else if ('pieceBytes' in fault) {
    await pipeline(source, inPieces(fault.pieceBytes, fault.pauseMs), response);
  } else {
    const limit = 'breakAfterBytes' in fault ? fault.breakAfterBytes : fault.stallAfterBytes;
    await sendFirst(limit, source, response);
    // What was sent is to arrive: a reset could overtake it.
    if ('breakAfterBytes' in fault) response.socket?.destroySoon();
  }
}

function inPieces(pieceBytes: number, pauseMs: number): Transform {
  return new Transform({
    async transform(chunk: Buffer, _, done) {
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        this.push(chunk.subarray(at, at + pieceBytes));
        await delay(pauseMs);
      }
      done();
    },
  });
}

async function sendFirst(limit: number, source: Readable, response: ServerResponse): Promise<void> {
  let left = limit;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    await new Promise((resolve) => response.write(chunk.subarray(0, left), resolve));
    left -= chunk.length;
    if (left <= 0) return;
  }
}
