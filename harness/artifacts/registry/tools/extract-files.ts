import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { ComponentError } from '../../../errors/harness-error.ts';

/**
 * Takes single files out of a `.tar.gz`.
 *
 * @param files - path in the archive, by the path below the folder that it gets
 * @throws ComponentError naming those that are not in it.
 */
export async function extractFiles(
  archive: string,
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const targets = new Map(Object.entries(files).map(([target, source]) => [source, join(folder, target)]));
  const reader = extract();
  const reading = pipeline(createReadStream(archive), createGunzip(), reader);
  for await (const entry of reader) {
    const source = entry.header.name.replace(/^\.\//, '');
    const target = targets.get(source);
    if (target === undefined) {
      entry.resume();
      continue;
    }
    targets.delete(source);
    await mkdir(dirname(target), { recursive: true });
    await pipeline(entry, createWriteStream(target));
    await chmod(target, entry.header.mode ?? 0o644);
  }
  await reading;
  if (targets.size > 0) throw new ComponentError(`${archive} does not hold ${[...targets.keys()].join(', ')}`);
}
