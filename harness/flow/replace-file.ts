import { rename, writeFile } from 'node:fs/promises';

/** What a file is written to first; left only when the process was killed in between. */
export const draftOf = (path: string): string => `${path}.new`;

/** Writes a file whole or not at all: who reads it meanwhile, or after this process was killed, finds the one or the other. */
export async function replaceFile(path: string, text: string, mode = 0o644): Promise<void> {
  await writeFile(draftOf(path), text, { mode });
  await rename(draftOf(path), path);
}
