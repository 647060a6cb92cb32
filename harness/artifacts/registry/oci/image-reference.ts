import { UsageError } from '../../../errors/harness-error.ts';

/** An image's name, taken apart. */
export interface ImageReference {
  /** For example `quay.io`, or `127.0.0.1:5000`. */
  readonly registry: string;
  /** For example `jetstack/cert-manager-controller`. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const dockerHub = 'docker.io';
const repositoryPattern = /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/;

/**
 * Reads a name as Docker and containerd do: without a host it is on Docker Hub, and a single word there is below `library/`.
 *
 * @see https://pkg.go.dev/github.com/distribution/reference
 * @throws UsageError for what is no image name.
 */
export function parseReference(text: string): ImageReference {
  const [withoutDigest = '', digest] = text.split('@');
  const colon = withoutDigest.lastIndexOf(':');
  const hasTag = colon > withoutDigest.lastIndexOf('/');
  const name = hasTag ? withoutDigest.slice(0, colon) : withoutDigest;
  const tag = hasTag ? withoutDigest.slice(colon + 1) : digest === undefined ? 'latest' : undefined;

  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const hasHost = first === 'localhost' || /[.:]/.test(first);
  const registry = hasHost ? first.replace(/^index\.docker\.io$/, dockerHub) : dockerHub;
  const path = hasHost ? name.slice(slash + 1) : name;
  const repository = registry === dockerHub && !path.includes('/') ? `library/${path}` : path;
  if (!repositoryPattern.test(repository) || (tag !== undefined && !/^\w[\w.-]{0,127}$/.test(tag))) {
    throw new UsageError(`${text} is not the name of an image`, {
      remedy: 'Give it as HOST/NAME:TAG, for example docker.io/kindest/node:v1.34.0.',
    });
  }
  return { registry, repository, tag, digest };
}

/** The whole name, as containerd keeps it: two spellings of the same image give the same text. */
export function formatReference({ registry, repository, tag, digest }: ImageReference): string {
  const tagged = tag === undefined ? '' : `:${tag}`;
  return `${registry}/${repository}${tagged}${digest === undefined ? '' : `@${digest}`}`;
}
