import { rename, rm, writeFile } from 'node:fs/promises';
import { fileNotWritten } from '../errors/file-not-written.ts';

/** What a file is written to first; left only when the process was killed in between. */
export const draftOf = (path: string): string => `${path}.new`;

/**
 * Writes a file whole or not at all: who reads it meanwhile, or after this process was killed, finds the one or the other.
 *
 * @throws MachineError naming the file, when there is no room for it or it may not be written; what was there stays.
 */
export async function replaceFile(path: string, text: string, mode = 0o644): Promise<void> {
  try {
    await writeFile(draftOf(path), text, { mode });
    await rename(draftOf(path), path);
  } catch (cause) {
    // Half a draft would take the room that others need.
    await rm(draftOf(path), { force: true });
    throw fileNotWritten(path, cause);
  }
}
