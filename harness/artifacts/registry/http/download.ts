import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { unless } from '../../../errors/error-code.ts';
import { systemClock } from '../../../wait/clock.ts';
import { formatBytes } from '../../../wait/format-bytes.ts';
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
        const target = createWriteStream(file, { flags: continues ? 'a' : 'w' });
        await pipeline(answer, reporting(options, answer, continues ? offset : 0), target, { signal: options.signal });
      } catch (cause) {
        throw bodyError(url, cause);
      }
    },
    options,
  );
  return sha256Of(file);
}

/** What takes longer than this says how much of it has arrived, and again after as long. */
const reportEveryMs = 5_000;

function reporting(
  { what, say, received: count, clock = systemClock }: DownloadOptions,
  { headers }: IncomingMessage,
  offsetBytes: number,
): (content: AsyncIterable<Buffer>) => AsyncIterable<Buffer> {
  const length = headers['content-length'];
  const whole = length === undefined ? '' : ` of ${formatBytes(offsetBytes + Number(length))}`;
  return async function* pass(content) {
    let received = offsetBytes;
    let saidMs = clock.monotonicMs();
    for await (const chunk of content) {
      received += chunk.length;
      count?.(chunk.length);
      if (clock.monotonicMs() - saidMs >= reportEveryMs) {
        say(`${what}: ${formatBytes(received)}${whole}`);
        saidMs = clock.monotonicMs();
      }
      yield chunk;
    }
  };
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
