import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { unless } from '../errors/error-code.ts';

/** A file of a run that tells what happened. */
export interface EvidenceFile {
  readonly name: string;
  readonly text: string;
  readonly sizeBytes: number;
}

/** What is shown of one file: more would make a report that no browser likes. */
const shownCharacters = 200_000;
/** The begin of a log says what started; its end, most of the rest, what went wrong. */
const shownOfBegin = 40_000;

/**
 * The evidence of a run folder, by name, and the log of the commands that the run executed. Colours of terminals are
 * taken out, and the middle of what is very long. Empty where the folder has none.
 */
export async function readEvidence(runFolder: string): Promise<readonly EvidenceFile[]> {
  const evidence = (await filesOf(join(runFolder, 'evidence'))).map((name) => join('evidence', name));
  const others = (await filesOf(runFolder)).filter((name) => name === 'commands.log');
  return Promise.all(
    [...evidence.toSorted(), ...others].map(async (name) => {
      const bytes = await readFile(join(runFolder, name));
      return { name, text: shortened(stripVTControlCharacters(bytes.toString('utf8'))), sizeBytes: bytes.length };
    }),
  );
}

async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await unless(['ENOENT'], readdir(folder, { withFileTypes: true }));
  return (entries ?? []).filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** Cut at the ends of lines. */
function shortened(text: string): string {
  if (text.length <= shownCharacters) return text;
  const begin = text.slice(0, text.lastIndexOf('\n', shownOfBegin) + 1);
  const end = text.slice(text.indexOf('\n', text.length - (shownCharacters - shownOfBegin)) + 1);
  const left = text.length - begin.length - end.length;
  return `${begin}\n… ${Math.round(left / 1_000)} kB are left out here; the file in the run folder has them …\n\n${end}`;
}
