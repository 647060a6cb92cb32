/** How much memory is taken at a time. */
const chunkBytes = 1024 * 1024;

/** Where bytes lie in an archive. */
export interface ArchivedBytes {
  readonly chunk: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Holds many small byte strings side by side in large chunks. A million certificates as Buffers of their own would cost more
 * in bookkeeping than in certificates, and each would keep alive the pool page that it was cut from.
 */
export class ByteArchive {
  readonly #chunks: Buffer[] = [];
  #used = chunkBytes;

  store(bytes: Buffer): ArchivedBytes {
    if (bytes.length > chunkBytes)
      throw new RangeError(`${bytes.length} bytes do not fit into a chunk of the archive.`);
    if (this.#used + bytes.length > chunkBytes) {
      this.#chunks.push(Buffer.allocUnsafeSlow(chunkBytes));
      this.#used = 0;
    }
    const chunk = this.#chunks.length - 1;
    const start = this.#used;
    this.#used = start + bytes.length;
    this.#chunks[chunk]?.set(bytes, start);
    return { chunk, start, end: this.#used };
  }

  /** A view, not a copy: whoever changes it changes the archive. */
  read({ chunk, start, end }: ArchivedBytes): Buffer {
    const bytes = this.#chunks[chunk];
    if (!bytes) throw new RangeError(`The archive has no chunk ${chunk}.`);
    return bytes.subarray(start, end);
  }
}
