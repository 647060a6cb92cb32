import { copyFile, link, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrorCode, unless } from '../../../errors/error-code.ts';
import { ComponentError } from '../../../errors/harness-error.ts';
import { discard, download, rangeFrom } from '../http/download.ts';
import type { RetryOptions } from '../http/retry.ts';
import type { Descriptor } from './image-manifest.ts';
import type { ImageReference } from './image-reference.ts';
import type { RegistryClient } from './registry-client.ts';

/**
 * Blobs by their content, shared by all images: a layer that two images have is fetched once, and what was fetched before an outage is
 * there after it.
 */
export class BlobPool {
  readonly #folder: string;
  readonly #client: RegistryClient;
  readonly #limit: <T>(work: () => Promise<T>) => Promise<T>;
  readonly #fetching = new Map<string, Promise<string>>();

  constructor(folder: string, client: RegistryClient, limit: <T>(work: () => Promise<T>) => Promise<T>) {
    this.#folder = folder;
    this.#client = client;
    this.#limit = limit;
  }

  /** Puts a blob into a file, from the pool or from the registry. */
  async place(reference: ImageReference, blob: Descriptor, file: string, options: RetryOptions): Promise<void> {
    const fetching = this.#fetching.get(blob.digest) ?? this.#limit(() => this.#fetch(reference, blob, options));
    this.#fetching.set(blob.digest, fetching);
    try {
      await linkOrCopy(await fetching, file);
    } finally {
      this.#fetching.delete(blob.digest);
    }
  }

  /** Removes blobs that nobody will ask for again. */
  async forget(blobs: readonly Descriptor[]): Promise<void> {
    await Promise.all(blobs.map(({ digest }) => rm(this.#fileOf(digest), { force: true })));
  }

  #fileOf(digest: string): string {
    return join(this.#folder, digest.replace(/^sha256:/, ''));
  }

  async #fetch(reference: ImageReference, { digest, size }: Descriptor, options: RetryOptions): Promise<string> {
    const file = this.#fileOf(digest);
    if ((await unless(['ENOENT'], stat(file)))?.size === size) return file;
    await mkdir(this.#folder, { recursive: true });
    // Another process may be fetching the same blob: each has a file of its own, and the first to finish gives it its name.
    const part = `${file}.${process.pid}`;
    const got = await download({
      ...options,
      what: `${reference.repository} (${digest.slice(0, shownDigestLength)}…)`,
      url: this.#client.blobUrl(reference, digest),
      file: part,
      open: (offset) => this.#client.blob(reference, digest, options, rangeFrom(offset)),
    });
    if (`sha256:${got}` !== digest) {
      await discard(part);
      throw new ComponentError(`${reference.registry}/${reference.repository}: ${digest} was sent as sha256:${got}`, {
        remedy: 'What was received is not what was published: look at the mirror or proxy that is configured.',
      });
    }
    await rename(part, file);
    return file;
  }
}

const shownDigestLength = 'sha256:'.length + 12;

/** A second name costs no space; across file systems it has to be a copy. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (hasErrorCode(error, 'EEXIST')) return;
    if (!hasErrorCode(error, 'EXDEV', 'EPERM', 'ENOTSUP', 'EMLINK')) throw error;
    await copyFile(from, to);
  }
}
