import { createHmac, hash } from 'node:crypto';
import { deriveSigningKey } from '../sigv4/signing-key.ts';
import { HttpConnection } from './http-connection.ts';

export interface Target {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const signedHeaders = 'content-type;host;x-amz-date;x-amz-target';

/**
 * A client of ACM PCA that costs as little as it can, because it runs on the same cores as the servers it measures: every request is
 * signed, with a key that is derived once, and goes over connections that are kept open.
 */
export class PcaClient {
  readonly #target: Target;
  readonly #host: string;
  readonly #idle: HttpConnection[] = [];
  readonly #connect: () => HttpConnection;
  readonly #date = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  readonly #signingKey: Buffer;

  constructor(target: Target) {
    const url = new URL(target.endpoint);
    this.#target = target;
    this.#host = url.host;
    this.#connect = () => new HttpConnection(url.hostname, Number(url.port));
    this.#signingKey = deriveSigningKey(target.secretAccessKey, this.#date, target.region, 'acm-pca');
  }

  close(): void {
    for (const connection of this.#idle) connection.close();
  }

  /** @throws Error with the service's answer when it is not a success. */
  async call(operation: string, input: object): Promise<Record<string, unknown>> {
    const connection = this.#idle.pop() ?? this.#connect();
    const body = JSON.stringify(input);
    const response = await connection.send(this.#head(operation, body), body);
    this.#idle.push(connection);
    if (response.status !== 200) throw new Error(`${operation}: ${response.status} ${response.body.slice(0, 300)}`);
    return response.body === '' ? {} : JSON.parse(response.body);
  }

  #head(operation: string, body: string): string {
    const { region, accessKeyId } = this.#target;
    const timestamp = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
    const target = `ACMPrivateCA.${operation}`;
    const canonical = `POST\n/\n\ncontent-type:application/x-amz-json-1.1\nhost:${this.#host}\nx-amz-date:${timestamp}\nx-amz-target:${target}\n\n${signedHeaders}\n${hash('sha256', body)}`;
    const scope = `${this.#date}/${region}/acm-pca/aws4_request`;
    const signature = createHmac('sha256', this.#signingKey)
      .update(`AWS4-HMAC-SHA256\n${timestamp}\n${scope}\n${hash('sha256', canonical)}`)
      .digest('hex');
    return [
      'POST / HTTP/1.1',
      `Host: ${this.#host}`,
      'Content-Type: application/x-amz-json-1.1',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Amz-Date: ${timestamp}`,
      `X-Amz-Target: ${target}`,
      `Authorization: AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
    ].join('\r\n');
  }
}
