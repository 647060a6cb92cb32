import { createHash } from 'node:crypto';
import { type Answer, type Asked, LoopbackServer } from './loopback-server.ts';

export interface Account {
  readonly username: string;
  readonly password: string;
  /** How the registry wants to be shown it: directly, or exchanged for a token at the registry's own token server. */
  readonly by: 'basic' | 'bearer' | 'identity-token';
}

interface Described {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

type Blob = Buffer | { readonly file: string };

const issuedToken = 'token-of-the-test-registry';

/** A container registry, read only. @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md */
export class RegistryServer extends LoopbackServer {
  readonly #manifests = new Map<string, { readonly mediaType: string; readonly content: Buffer }>();
  readonly #blobs = new Map<string, Blob>();
  readonly #tags = new Map<string, Set<string>>();
  /** Whoever has another account, or none, is refused. */
  account: Account | undefined;
  /** Tags that one page of a list holds. */
  tagsPerPage = 1_000;

  constructor() {
    super((asked) => this.#route(asked));
  }

  /** Publishes a manifest (or an index) under a tag. */
  tag(repository: string, tag: string, mediaType: string, manifest: object | Buffer): Described {
    const content = Buffer.isBuffer(manifest) ? manifest : Buffer.from(JSON.stringify(manifest));
    const digest = digestOf(content);
    this.#manifests.set(`${repository}@${digest}`, { mediaType, content });
    this.#manifests.set(`${repository}:${tag}`, { mediaType, content });
    this.#tags.set(repository, new Set([...(this.#tags.get(repository) ?? []), tag]));
    return { mediaType, digest, size: content.length };
  }

  /** Publishes a manifest that is found by its digest alone, as those of an index are. */
  untagged(repository: string, mediaType: string, manifest: object | Buffer): Described {
    const content = Buffer.isBuffer(manifest) ? manifest : Buffer.from(JSON.stringify(manifest));
    const digest = digestOf(content);
    this.#manifests.set(`${repository}@${digest}`, { mediaType, content });
    return { mediaType, digest, size: content.length };
  }

  blob(content: Buffer | string, mediaType: string): Described {
    const bytes = Buffer.from(content);
    const digest = digestOf(bytes);
    this.#blobs.set(digest, bytes);
    return { mediaType, digest, size: bytes.length };
  }

  blobFile(digest: string, file: string): void {
    this.#blobs.set(digest, { file });
  }

  #route(asked: Asked): Answer {
    if (asked.path === '/token') return this.#giveToken(asked);
    const challenge = this.#challenge(asked);
    if (challenge !== undefined) return { status: 401, headers: { 'www-authenticate': challenge } };
    if (asked.path === '/v2/') return { body: '{}' };
    const [, repository = '', kind, what = ''] = /^\/v2\/(.+)\/(manifests|blobs|tags)\/([^/]+)$/.exec(asked.path) ?? [];
    if (kind === 'tags') return this.#listTags(repository, asked);
    if (kind === 'blobs') return contentOf(this.#blobs.get(what));
    const manifest = this.#manifests.get(
      what.startsWith('sha256:') ? `${repository}@${what}` : `${repository}:${what}`,
    );
    if (manifest === undefined) return undefined;
    const { mediaType, content } = manifest;
    return { body: content, headers: { 'content-type': mediaType, 'docker-content-digest': digestOf(content) } };
  }

  #listTags(repository: string, { url }: Asked): Answer {
    const tags = [...(this.#tags.get(repository) ?? [])];
    if (tags.length === 0) return undefined;
    const last = new URL(url, this.url).searchParams.get('last');
    const from = last === null ? 0 : tags.indexOf(last) + 1;
    const page = tags.slice(from, from + this.tagsPerPage);
    const more = from + page.length < tags.length;
    const next = `</v2/${repository}/tags/list?n=${this.tagsPerPage}&last=${page.at(-1)}>; rel="next"`;
    return { body: JSON.stringify({ name: repository, tags: page }), headers: more ? { link: next } : {} };
  }

  #challenge({ headers }: Asked): string | undefined {
    if (this.account === undefined) return undefined;
    const { by } = this.account;
    if (by === 'basic') return headers.authorization === basicOf(this.account) ? undefined : 'Basic realm="test"';
    if (headers.authorization === `Bearer ${issuedToken}`) return undefined;
    return `Bearer realm="${this.url}/token",service="test registry"`;
  }

  #giveToken({ headers, body, url }: Asked): Answer {
    if (this.account === undefined) return { status: 500 };
    const form = new URLSearchParams(body);
    const given =
      this.account.by === 'identity-token'
        ? form.get('grant_type') === 'refresh_token' && form.get('refresh_token') === this.account.password
        : headers.authorization === basicOf(this.account);
    const asked = this.account.by === 'identity-token' ? form : new URL(url, this.url).searchParams;
    const scoped = /^repository:[^:]+:pull$/.test(asked.get('scope') ?? '') && asked.get('service') === 'test registry';
    return given && scoped ? { body: JSON.stringify({ token: issuedToken }) } : { status: 401 };
  }
}

function contentOf(blob: Blob | undefined): Answer {
  return blob === undefined ? undefined : { body: blob, headers: { 'content-type': 'application/octet-stream' } };
}

const basicOf = ({ username, password }: Account) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

export function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
