import { chmod, mkdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UsageError } from '../../../errors/harness-error.ts';
import type { Unit, UnitWork } from '../../cache/unit.ts';
import { download, rangeFrom } from '../http/download.ts';
import { type HttpClient, isSuccess, statusError } from '../http/http-client.ts';
import { shownUrl } from '../http/http-error.ts';
import { retrying } from '../http/retry.ts';
import { checksumFor, verifyChecksum } from '../tools/checksum.ts';
import { extractFiles } from '../tools/extract-files.ts';
import type { PublishedTool } from '../tools/published-tools.ts';
import { retryOf } from './retry-of.ts';

export interface ToolUnitOptions {
  /** As progress and `artifacts list` show it: `kubectl`. */
  readonly name: string;
  readonly version: string;
  readonly published: PublishedTool;
  readonly http: HttpClient;
}

/** A released program (or archive of files), fetched once and verified against the SHA-256 that is published beside it. */
export function toolUnit({ name, version, published, http }: ToolUnitOptions): Unit {
  const { url, checksumUrl, files = {} } = published;
  return {
    id: `published-${name}`,
    title: `${name} ${version}`,
    activity: 'Fetching',
    version,
    // Not the address: a mirror has the same files, and the platform is in the name.
    inputs: {
      recipe: 1,
      file: basename(new URL(url).pathname),
      files,
      architecture: process.arch,
      os: process.platform,
    },
    needs: [],
    async build(work) {
      const retry = retryOf(work);
      const checksum = await retrying(shownUrl(checksumUrl), () => getPublished(http, checksumUrl, work.signal), retry);
      const file = basename(new URL(url).pathname);
      const fetched = join(work.scratch, file);
      work.say(`fetching ${shownUrl(url)}`);
      const received = await download({
        ...retry,
        what: shownUrl(url),
        url,
        file: fetched,
        open: (offset) => http.getSuccess(url, { headers: rangeFrom(offset), signal: work.signal }),
      });
      verifyChecksum(url, received, checksumFor(file, checksum, checksumUrl));
      work.cameFrom({ from: shownUrl(url), digest: `sha256:${received}` });
      await putInPlace(work, name, fetched, published.files);
    },
  };

  /** @throws UsageError where the server has no such release. */
  async function getPublished(client: HttpClient, address: string, signal: AbortSignal): Promise<string> {
    const answer = await client.get(address, { signal });
    if (answer.statusCode === 404) {
      answer.destroy();
      throw new UsageError(`${name} ${version} is not published at ${shownUrl(address)}`, {
        remedy: `Give another version, or put ${name} ${version} on the PATH.`,
      });
    }
    if (!isSuccess(answer)) throw await statusError(address, answer);
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  }
}

async function putInPlace(work: UnitWork, name: string, fetched: string, files: PublishedTool['files']): Promise<void> {
  if (files !== undefined) {
    await extractFiles(fetched, work.output, files);
    return;
  }
  await mkdir(join(work.output, 'bin'));
  const program = join(work.output, 'bin', name);
  await rename(fetched, program);
  await chmod(program, 0o755);
}
