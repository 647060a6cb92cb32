import { once } from 'node:events';
import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of a call's answer: it is passed on, or its caller never hears of it. */
export type Verdict = 'answer' | 'silence';

/**
 * For tests: an endpoint before the mocked AWS, by which a test strikes at one certain call. AWS does what it was asked
 * for in any case; that is the hard moment to be killed in, because something was made and nobody was told.
 */
export class WatchedEndpoint {
  readonly #server: Server;
  readonly #target: URL;
  #calls = 0;
  #silent = false;
  /**
   * Asked of each call when AWS has answered it and before the caller gets the answer. Counted from 1 at the first that creates
   * something: a process that ends before has nothing to leave.
   */
  onAnswered: (call: number, operation: string) => Verdict = () => 'answer';

  constructor(target: string) {
    this.#target = new URL(target);
    this.#server = createServer((request, response) => void this.#pass(request, response));
  }

  get calls(): number {
    return this.#calls;
  }

  /** @returns The URL to reach AWS by. */
  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** From now on another process asks, and is answered; those that were left without an answer stay so. */
  revive(): void {
    this.#silent = false;
    this.onAnswered = () => 'answer';
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A dead process asks for nothing more.
    if (this.#silent) return;
    const { method, url, headers } = request;
    const { hostname, port } = this.#target;
    const outgoing = forward({ hostname, port, method, path: url, headers });
    const asked = (await request.toArray()) as Buffer[];
    const operation = operationOf(request, Buffer.concat(asked).toString());
    if (this.#calls > 0 || operation.startsWith('Create')) this.#calls += 1;
    const call = this.#calls;
    for (const chunk of asked) outgoing.write(chunk);
    outgoing.end();
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    const body = await answer.toArray();
    if (this.onAnswered(call, operation) === 'silence') {
      this.#silent = true;
      return;
    }
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    for (const chunk of body) response.write(chunk);
    response.end();
  }
}

/** JSON services name the operation in a header, query services in their form. */
const operationOf = ({ headers }: IncomingMessage, body: string): string =>
  headers['x-amz-target']?.toString().split('.').at(-1) ?? new URLSearchParams(body).get('Action') ?? '';
