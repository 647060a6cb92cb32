import { createHash } from 'node:crypto';
import { buffer, json } from 'node:stream/consumers';
import { ComponentError, UsageError } from '../../../errors/harness-error.ts';
import { type Answer, bodyError, type HttpClient, isSuccess, statusError } from '../http/http-client.ts';
import { HttpError } from '../http/http-error.ts';
import { type RetryOptions, retrying } from '../http/retry.ts';
import { isWebPage } from '../http/web-page.ts';
import { answerChallenge } from './authorization.ts';
import type { CredentialsOf } from './docker-credentials.ts';
import { type Descriptor, manifestMediaTypes } from './image-manifest.ts';
import { formatReference, type ImageReference, parseReference } from './image-reference.ts';
import { nearestVersions } from './nearest-versions.ts';
import { registryBase } from './registry-hosts.ts';

export interface RegistryClientOptions {
  readonly http: HttpClient;
  readonly credentialsOf: CredentialsOf;
  /** Base URLs that take the place of registries, by the registry's name. */
  readonly mirrors: Readonly<Record<string, string>>;
}

/** A manifest or an index, as it lies in the registry: its digest is that of these very bytes. */
export interface StoredManifest {
  readonly descriptor: Descriptor;
  readonly content: Buffer;
}

/**
 * Reads from registries. @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 *
 * Every method retries what is transient, and throws HttpError, or UsageError for an image that does not exist.
 */
export class RegistryClient {
  readonly #options: RegistryClientOptions;
  /** Answers to challenges, by registry and repository. They live in memory alone. */
  readonly #authorizations = new Map<string, string>();

  constructor(options: RegistryClientOptions) {
    this.#options = options;
  }

  /** What a tag stands for, or what has a digest. */
  manifest(reference: ImageReference, options: RetryOptions): Promise<StoredManifest> {
    const name = formatReference(reference);
    return retrying(
      name,
      async () => {
        const path = `manifests/${reference.digest ?? reference.tag}`;
        const answer = await this.#get(reference, path, options, { accept: manifestMediaTypes.join(', ') });
        if (answer.statusCode === 404 && !isWebPage(answer)) {
          answer.destroy();
          throw await this.#notFound(reference, options.signal);
        }
        await this.#refuseFailure(name, reference, answer);
        const content = await buffer(answer).catch((cause) => {
          throw bodyError(this.#urlOf(reference, path), cause);
        });
        const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
        if (reference.digest !== undefined && reference.digest !== digest) throw wrongContent(name, digest);
        const mediaType = answer.headers['content-type'] ?? manifestMediaTypes[1];
        return { descriptor: { mediaType, digest, size: content.length }, content };
      },
      options,
    );
  }

  /** Opens a blob from a byte on. Retrying is the caller's: only it knows what has arrived. */
  async blob(
    reference: ImageReference,
    digest: string,
    options: RetryOptions,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const answer = await this.#get(reference, `blobs/${digest}`, options, headers);
    await this.#refuseFailure(`${formatReference(reference)} (${digest})`, reference, answer);
    return answer;
  }

  /** Where a blob is, for messages. */
  blobUrl(reference: ImageReference, digest: string): string {
    return this.#urlOf(reference, `blobs/${digest}`);
  }

  /** An image's name, with the mirror that it is taken from where one is configured. */
  wayTo(name: string): string {
    return `${name}${this.#mirrorOf(parseReference(name))}`;
  }

  /** Every tag of a repository. */
  async tags(reference: ImageReference, options: RetryOptions): Promise<readonly string[]> {
    const tags: string[] = [];
    let path: string | undefined = `tags/list?n=${tagsPerPage}`;
    while (path !== undefined) {
      const page: string = path;
      const { found, next } = await retrying(
        `the tags of ${reference.registry}/${reference.repository}`,
        () => this.#tagsPage(reference, page, options),
        options,
      );
      tags.push(...found);
      path = next;
    }
    return tags;
  }

  async #tagsPage(reference: ImageReference, path: string, options: RetryOptions) {
    const answer = await this.#get(reference, path, options);
    await this.#refuseFailure(`the tags of ${reference.repository}`, reference, answer);
    const { tags } = (await json(answer)) as { tags: readonly string[] | null };
    // RFC 8288: <URL>; rel="next"; the distribution specification has the next page's address there.
    const [, query] = /<[^>?]*\?([^>]*)>\s*;\s*rel="?next/.exec(String(answer.headers['link'] ?? '')) ?? [];
    return { found: tags ?? [], next: query === undefined ? undefined : `tags/list?${query}` };
  }

  async #get(
    reference: ImageReference,
    path: string,
    { signal, say }: RetryOptions,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const { http, credentialsOf, mirrors } = this.#options;
    const { credentialsHost, prefix } = registryBase(reference.registry, mirrors);
    const url = this.#urlOf(reference, path);
    const scope = `${reference.registry}/${reference.repository}`;
    const known = this.#authorizations.get(scope);
    const ask = (at: string, authorization: string | undefined) =>
      http.get(at, { headers: { ...headers, ...(authorization === undefined ? {} : { authorization }) }, signal });

    const answer = await ask(url, known);
    const challenge = answer.headers['www-authenticate'];
    if (answer.statusCode !== 401 || challenge === undefined) return answer;
    // Where a redirect led, another server asks: for its own credentials, and it is the one that they are shown to.
    const isElsewhere = new URL(answer.from).origin !== new URL(url).origin;
    const host = isElsewhere ? new URL(answer.from).host : credentialsHost;
    const repository = `${prefix}${reference.repository}`;
    const credentials = await credentialsOf(host);
    const authorization = await answerChallenge(challenge, credentials, repository, {
      http,
      url: answer.from,
      signal,
      say,
    }).catch((error: unknown) => {
      if (!(error instanceof HttpError) || !refusals.has(error.status ?? 0)) throw error;
      throw refused(host, `a token for ${repository}`, error);
    });
    if (authorization === undefined || (authorization === known && !isElsewhere)) return answer;
    answer.destroy();
    if (isElsewhere) return ask(answer.from, authorization);
    this.#authorizations.set(scope, authorization);
    return ask(url, authorization);
  }

  #urlOf({ registry, repository }: ImageReference, path: string): string {
    const { origin, prefix } = registryBase(registry, this.#options.mirrors);
    return `${origin}/v2/${prefix}${repository}/${path}`;
  }

  #mirrorOf({ registry }: ImageReference): string {
    const { origin } = registryBase(registry, this.#options.mirrors);
    return this.#options.mirrors[registry] === undefined ? '' : ` (at ${new URL(origin).host})`;
  }

  async #refuseFailure(what: string, { registry }: ImageReference, answer: Answer): Promise<void> {
    if (isSuccess(answer)) return;
    const { credentialsHost } = registryBase(registry, this.#options.mirrors);
    const limited = answer.statusCode === tooManyRequests ? limitRemedy(registry, credentialsHost) : undefined;
    const cause = await statusError(answer.from, answer, limited);
    if (isWebPage(answer) || !refusals.has(answer.statusCode ?? 0)) throw cause;
    throw refused(credentialsHost, what, cause);
  }

  async #notFound(reference: ImageReference, signal: AbortSignal): Promise<UsageError> {
    const { registry, repository, tag } = reference;
    const what = reference.digest === undefined ? `tag ${tag}` : `image ${reference.digest}`;
    const missing = `${registry}/${repository} has no ${what}${this.#mirrorOf(reference)}`;
    try {
      const tags = await this.tags(reference, { signal, say: () => undefined, pausesMs: [] });
      const near = nearestVersions(tag ?? '', tags);
      return new UsageError(missing, { remedy: `The nearest that are there: ${near.join(', ') || 'none'}.` });
    } catch (cause) {
      if (signal.aborted) throw signal.reason;
      return new UsageError(missing, { remedy: 'Look up in that registry which ones there are.', cause });
    }
  }
}

const tagsPerPage = 1_000;

/** RFC 6585 §4 */
const tooManyRequests = 429;
/** How registries answer whom they do not know; some answer an expired login with 400. */
const refusals = new Set([400, 401, 403]);

function refused(host: string, what: string, cause: HttpError): UsageError {
  const remedy =
    `Log in with docker login ${host}; where a login has expired, docker logout ${host} is enough for what is public. ` +
    'Or correct the name: many registries refuse what does not exist.';
  return new UsageError(`${host} does not give ${what}: ${cause.problem}`, { remedy, cause });
}

/** @see https://docs.docker.com/docker-hub/usage/ (pulls without a login are counted by address) */
function limitRemedy(registry: string, credentialsHost: string): string {
  return (
    `${credentialsHost} limits how much one address may pull. Log in with docker login ${credentialsHost}, take its images from a ` +
    `mirror with --registry-mirror ${registry}=URL, or run again later: what was fetched is kept.`
  );
}

function wrongContent(name: string, digest: string): ComponentError {
  return new ComponentError(`${name} is not what was sent for it: its digest is ${digest}`, {
    remedy: 'Something between here and the registry changes contents: look at the mirror or proxy that is configured.',
  });
}
