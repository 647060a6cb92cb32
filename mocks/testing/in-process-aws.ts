import { createHash, createHmac } from 'node:crypto';
import type { WireRequest, WireResponse } from '../http/wire.ts';
import { createMockAws, type MockAws, type MockAwsOptions } from '../mock-aws.ts';
import { deriveSigningKey } from '../sigv4/signing-key.ts';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  /** The wire code of an error; undefined for a success. */
  readonly error: string | undefined;
}

/**
 * The core without a socket, called as a client would call it: with requests that are signed. The AWS SDK's own signer is the judge of
 * the verification elsewhere; here a second, minimal signer keeps tests quick and lets them break any part of a request.
 */
export class InProcessAws {
  readonly aws: MockAws;

  constructor(options: MockAwsOptions = {}) {
    this.aws = createMockAws({ settings: { creationDelayMs: 0, issuanceDelayMs: 0 }, onDefect: rethrow, ...options });
  }

  /** Calls an operation of ACM PCA. */
  async pca(operation: string, input: object, signer: Signer = this.aws): Promise<Answer> {
    const response = await this.aws.handle(this.signPca(operation, JSON.stringify(input), signer));
    const body = JSON.parse(String(response.body)) as Record<string, unknown>;
    return { status: response.status, body, error: response.status === 200 ? undefined : String(body['__type']) };
  }

  signPca(operation: string, body: string, signer: Signer = this.aws): WireRequest {
    const headers = { 'x-amz-target': `ACMPrivateCA.${operation}`, 'content-type': 'application/x-amz-json-1.1' };
    return this.sign({ method: 'POST', path: '/', query: '', headers, body: Buffer.from(body) }, 'acm-pca', signer);
  }

  /** Calls STS or IAM; the answer is the XML text. */
  async query(service: 'sts' | 'iam', form: Record<string, string>, signer: Signer = this.aws): Promise<WireResponse> {
    const version = service === 'iam' ? '2010-05-08' : '2011-06-15';
    const body = Buffer.from(new URLSearchParams({ Version: version, ...form }).toString());
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.aws.handle(this.sign({ method: 'POST', path: '/', query: '', headers, body }, service, signer));
  }

  sign(request: WireRequest, service: string, signer: Signer = this.aws): WireRequest {
    const timestamp = new Date(this.aws.clock.nowMs()).toISOString().replace(/[-:]|\.\d{3}/g, '');
    const date = timestamp.slice(0, 8);
    const token = signer.sessionToken === undefined ? {} : { 'x-amz-security-token': signer.sessionToken };
    const headers: Record<string, string> = { ...request.headers, host: 'aws.test', 'x-amz-date': timestamp, ...token };
    const names = Object.keys(headers).sort();
    const canonical = [
      request.method,
      request.path,
      request.query,
      ...names.map((name) => `${name}:${headers[name]}`),
      '',
      names.join(';'),
      createHash('sha256').update(request.body).digest('hex'),
    ].join('\n');
    const scope = `${date}/${this.aws.region}/${service}/aws4_request`;
    const digest = createHash('sha256').update(canonical).digest('hex');
    const key = deriveSigningKey(signer.secretAccessKey, date, this.aws.region, service);
    const signature = createHmac('sha256', key)
      .update(`AWS4-HMAC-SHA256\n${timestamp}\n${scope}\n${digest}`)
      .digest('hex');
    const authorization = `AWS4-HMAC-SHA256 Credential=${signer.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
    return { ...request, headers: { ...headers, authorization } };
  }

  async admin(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const [target = '', query = ''] = path.split('?');
    const payload = Buffer.from(body === undefined ? '' : JSON.stringify(body));
    const response = await this.aws.handleAdmin({ method, path: target, query, headers: {}, body: payload });
    return { status: response.status, ...JSON.parse(String(response.body)) };
  }
}

export interface Signer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** In a test a defect of the mock is a failure, not an answer. */
function rethrow(error: unknown): never {
  throw error;
}
