import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { hasErrorCode } from '../../../errors/error-code.ts';
import { formatDurationMs } from '../../../wait/duration.ts';
import { HttpError } from './http-error.ts';
import { followRedirect } from './redirect.ts';
import { userAgent } from './user-agent.ts';
import { describeWebPage, isWebPage, webPageRemedy } from './web-page.ts';

/** A server that sends nothing for this long is given up; a slow one that sends something is not. */
const defaultStallTimeoutMs = 30_000;
const mostRedirects = 5;

export interface HttpClientOptions {
  /** Where HTTP_PROXY, HTTPS_PROXY and NO_PROXY are read. @defaultValue the process's own */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** @defaultValue 30 000 */
  readonly stallTimeoutMs?: number;
}

export interface GetOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as the body of a POST request instead. It goes to the URL's own origin only. */
  readonly form?: Readonly<Record<string, string>>;
  /** Whether the `Authorization` header is what the request is for: a redirect elsewhere is then refused. @defaultValue false */
  readonly staysAtOrigin?: boolean;
  readonly signal?: AbortSignal;
}

/** An answer, and the address that gave it: redirects may have led there. */
export type Answer = IncomingMessage & { readonly from: string };

/** GET requests through the user's proxies. Certificates are checked as Node does; NODE_EXTRA_CA_CERTS adds a company's own. */
export class HttpClient {
  readonly #stallTimeoutMs: number;
  readonly #http: HttpAgent;
  readonly #https: HttpsAgent;

  constructor({ environment = process.env, stallTimeoutMs = defaultStallTimeoutMs }: HttpClientOptions = {}) {
    this.#stallTimeoutMs = stallTimeoutMs;
    const agentOptions = { keepAlive: true, proxyEnv: { ...environment } };
    this.#http = new HttpAgent(agentOptions);
    this.#https = new HttpsAgent(agentOptions);
  }

  /**
   * The answer, whatever its status; redirects are followed, elsewhere without credentials. Its body must be read or
   * destroyed.
   *
   * @throws HttpError when no answer comes, or a redirect may not be followed. The signal's reason when the signal fires.
   */
  async get(url: string, options: GetOptions = {}): Promise<Answer> {
    let at = new URL(url);
    let { headers } = options;
    const { form, staysAtOrigin = form !== undefined } = options;
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      const answer = await this.#request(at, { ...options, ...(headers === undefined ? {} : { headers }) });
      const { location } = answer.headers;
      if (!isRedirect(answer.statusCode) || location === undefined) return Object.assign(answer, { from: at.href });
      answer.destroy();
      ({ url: at, headers } = followRedirect(at, location, { ...(headers && { headers }), staysAtOrigin }));
    }
    throw new HttpError(`more than ${mostRedirects} redirects`, { url, status: 310 });
  }

  /** The answer when it is a success. @throws HttpError also for any other status, and for a web page. */
  async getSuccess(url: string, options: GetOptions = {}): Promise<Answer> {
    const answer = await this.get(url, options);
    if (isSuccess(answer)) return answer;
    throw await statusError(url, answer);
  }

  /** The body of a success, as text. */
  async getText(url: string, options: GetOptions = {}): Promise<string> {
    return text(await this.getSuccess(url, options));
  }

  #request(url: URL, { headers, form, signal }: GetOptions): Promise<IncomingMessage> {
    const [request, agent] = url.protocol === 'http:' ? [httpRequest, this.#http] : [httpsRequest, this.#https];
    return new Promise((resolve, reject) => {
      const asked = request(url, {
        agent,
        timeout: this.#stallTimeoutMs,
        ...(form === undefined
          ? { headers: { 'user-agent': userAgent, ...headers } }
          : { method: 'POST', headers: { 'user-agent': userAgent, ...headers, ...formHeader } }),
        ...(signal === undefined ? {} : { signal }),
      });
      // Once an answer has begun, it is the one that must tell its reader.
      let answer: IncomingMessage | undefined;
      asked.on('timeout', () => (answer ?? asked).destroy(stalled(this.#stallTimeoutMs)));
      asked.on('response', (begun) => {
        answer = begun;
        resolve(begun);
      });
      asked.on('error', (cause) => {
        if (signal?.aborted) reject(signal.reason);
        else
          reject(new HttpError(`no answer (${messageOf(cause)})`, { url: url.href, cause, ...remedyFor(cause, url) }));
      });
      asked.end(form === undefined ? undefined : new URLSearchParams(form).toString());
    });
  }
}

export function isSuccess(answer: IncomingMessage): boolean {
  const { statusCode = 0 } = answer;
  return statusCode >= 200 && statusCode < 300 && !isWebPage(answer);
}

/** What a server's refusal (or a web page) says, and whether it names a time to wait. */
export async function statusError(url: string, answer: IncomingMessage, remedy?: string): Promise<HttpError> {
  const body = await text(answer);
  // Storage services refuse in XML, which is theirs.
  const isPage = isWebPage(answer) || /^\s*<(!doctype|html)\b/i.test(body);
  const retryAfterMs = Number(answer.headers['retry-after']) * 1_000;
  const advice = remedy ?? (isPage ? webPageRemedy : undefined);
  return new HttpError(`status ${answer.statusCode}${isPage ? ` and ${describeWebPage(body)}` : saidIn(body)}`, {
    url,
    ...(answer.statusCode === undefined ? {} : { status: answer.statusCode }),
    ...(Number.isNaN(retryAfterMs) ? {} : { retryAfterMs }),
    ...(advice === undefined ? {} : { remedy: advice }),
  });
}

/**
 * What the body of a refusal says: a registry's errors by code and message, else its beginning.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes
 */
function saidIn(body: string): string {
  const errors = /^\s*\{/.test(body) ? [...body.matchAll(/"code":\s*"([^"]*)",\s*"message":\s*"([^"]*)"/g)] : [];
  const said = errors.map(([, code, message]) => `${code} (${message})`).join(', ') || body.trim();
  return said === '' ? '' : `: ${said.slice(0, shownBodyLength)}`;
}

/** A body that broke off is a failure of the connection, like an answer that never came; or it could not be written down. */
export function bodyError(url: string, cause: unknown): HttpError {
  return new HttpError(`was not received whole (${messageOf(cause)})`, { url, cause });
}

/** Codes of OpenSSL for an authority that is not known here (https://docs.openssl.org/3.0/man1/openssl-verification-options/). */
const untrusted = [
  ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
  ...['SELF_SIGNED_CERT_IN_CHAIN', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
];

/** A name that has no address is a closed network, a wrong name, or a server that was switched off. */
function remedyFor(cause: unknown, { hostname }: URL): { readonly remedy?: string } {
  if (hasErrorCode(cause, ...untrusted)) {
    const remedy = `NODE_EXTRA_CA_CERTS=FILE adds the certificate authority (PEM) of a company's own ${hostname}, or of its proxy.`;
    return { remedy };
  }
  if (!hasErrorCode(cause, 'ENOTFOUND', 'EAI_AGAIN')) return {};
  const remedy =
    `Look up ${hostname}. Another address is given by --registry-mirror, --istio-hub or --artifacts-config; ` +
    'a proxy by HTTPS_PROXY; --artifacts local builds instead.';
  return { remedy };
}

/** A refused connection has no message of its own when several addresses were tried. */
function messageOf(cause: unknown): string {
  const { message, code } = cause as NodeJS.ErrnoException;
  return message || code || String(cause);
}

const formHeader = { 'content-type': 'application/x-www-form-urlencoded' };
const shownBodyLength = 300;
const isRedirect = (status = 0) => [301, 302, 303, 307, 308].includes(status);

function stalled(timeoutMs: number): NodeJS.ErrnoException {
  return Object.assign(new Error(`nothing was received for ${formatDurationMs(timeoutMs)}`), { code: 'STALLED' });
}
