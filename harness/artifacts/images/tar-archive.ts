import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';

/**
 * A tar archive that is written while it is read, so that it needs no space on disk. Whoever reads it learns of a failure to write as
 * its stream's error.
 */
export function archiveOf(write: (archive: Pack) => Promise<void>): Readable {
  const archive = pack();
  write(archive).then(
    () => archive.finalize(),
    (error: Error) => archive.destroy(error),
  );
  return Readable.from(archive, { objectMode: false });
}

/** Nothing in these archives has a date, so that equal contents give equal archives. */
const undated = { mtime: new Date(0) };

export function addText(archive: Pack, name: string, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    archive.entry({ name, ...undated }, text, (error) => (error ? reject(error) : resolve()));
  });
}

export async function addFile(archive: Pack, name: string, file: string): Promise<void> {
  const { size } = await stat(file);
  await pipeline(createReadStream(file), archive.entry({ name, size, ...undated }));
}
