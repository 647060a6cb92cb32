import { createHash, createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { deriveSigningKey } from '../sigv4/signing-key.ts';

export interface Target {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * A client of ACM PCA that costs as little as it can, because it runs on the same cores as the servers it measures: Node's own HTTP
 * client with connections kept open, and a signer with its key derived once.
 */
export class PcaClient {
  readonly #url: URL;
  readonly #target: Target;
  readonly #agent: Agent;
  readonly #date = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  readonly #signingKey: Buffer;

  constructor(target: Target, connections: number) {
    this.#target = target;
    this.#url = new URL(target.endpoint);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
    this.#signingKey = deriveSigningKey(target.secretAccessKey, this.#date, target.region, 'acm-pca');
  }

  close(): void {
    this.#agent.destroy();
  }

  /** @throws Error with the service's answer when it is not a success. */
  async call(operation: string, input: object): Promise<Record<string, unknown>> {
    const { status, text } = await this.#send(this.#sign(operation, JSON.stringify(input)));
    if (status !== 200) throw new Error(`${operation}: ${status} ${text.slice(0, 300)}`);
    return text === '' ? {} : JSON.parse(text);
  }

  #sign(operation: string, body: string): { readonly headers: Record<string, string>; readonly body: string } {
    const { region, accessKeyId } = this.#target;
    const timestamp = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
    const target = `ACMPrivateCA.${operation}`;
    const names = 'content-type;host;x-amz-date;x-amz-target';
    const canonical = `POST\n/\n\ncontent-type:application/x-amz-json-1.1\nhost:${this.#url.host}\nx-amz-date:${timestamp}\nx-amz-target:${target}\n\n${names}\n${sha256(body)}`;
    const scope = `${this.#date}/${region}/acm-pca/aws4_request`;
    const signature = createHmac('sha256', this.#signingKey)
      .update(`AWS4-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`)
      .digest('hex');
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'content-length': String(Buffer.byteLength(body)),
      'x-amz-date': timestamp,
      'x-amz-target': target,
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
    };
    return { headers, body };
  }

  #send({
    headers,
    body,
  }: {
    headers: Record<string, string>;
    body: string;
  }): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.#url;
      const outgoing = request(
        { hostname, port, method: 'POST', path: '/', headers, agent: this.#agent },
        (incoming) => {
          let text = '';
          incoming.setEncoding('utf8');
          incoming.on('data', (chunk: string) => {
            text += chunk;
          });
          incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, text }));
          incoming.on('error', reject);
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
