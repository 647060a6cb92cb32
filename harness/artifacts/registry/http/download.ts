import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { unless } from '../../../errors/error-code.ts';
import { bodyError } from './http-client.ts';
import { HttpError } from './http-error.ts';
import { type RetryOptions, retrying } from './retry.ts';

export interface DownloadOptions extends RetryOptions {
  /** As it completes "… could not be fetched". */
  readonly what: string;
  readonly url: string;
  /** Where the content goes; what is there already from a broken attempt is continued. */
  readonly file: string;
  /** Asks the server for the content from this byte on; a server that cannot do that sends all of it, with status 200. */
  open(offsetBytes: number): Promise<IncomingMessage>;
}

/**
 * Fetches a file, going on where an attempt broke off (RFC 9110 §14.2, range requests).
 *
 * @returns The SHA-256 of the whole file, as hexadecimal digits.
 */
export async function download(options: DownloadOptions): Promise<string> {
  const { what, url, file, open } = options;
  await retrying(
    what,
    async () => {
      const offset = await sizeOf(file);
      const answer = await open(offset).catch((error: unknown) => {
        // There is nothing after what has arrived: it broke off at its very end, and is fetched anew.
        if (offset > 0 && error instanceof HttpError && error.status === 416) return discard(file).then(() => open(0));
        throw error;
      });
      const continues = offset > 0 && answer.statusCode === 206;
      try {
        await pipeline(answer, createWriteStream(file, { flags: continues ? 'a' : 'w' }), { signal: options.signal });
      } catch (cause) {
        throw bodyError(url, cause);
      }
    },
    options,
  );
  return sha256Of(file);
}

/** The SHA-256 of a file, as hexadecimal digits. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** The request header for a content from this byte on. */
export function rangeFrom(offsetBytes: number): Readonly<Record<string, string>> {
  return offsetBytes === 0 ? {} : { range: `bytes=${offsetBytes}-` };
}

/** Removes what is there of a file whose content turned out wrong: it must not be continued. */
export async function discard(file: string): Promise<void> {
  await rm(file, { force: true });
}

async function sizeOf(file: string): Promise<number> {
  return (await unless(['ENOENT'], stat(file)))?.size ?? 0;
}
