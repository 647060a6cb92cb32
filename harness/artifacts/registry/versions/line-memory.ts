import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unless } from '../../../errors/error-code.ts';

/** A line's newest release is looked up once a day: every run of a day means the same, and an outage in between hurts none. */
const validForMs = 24 * 60 * 60_000;

interface Remembered {
  readonly release: string;
  readonly atMs: number;
}

/** Remembers, in the cache folder, what lines of releases stood for. */
export class LineMemory {
  readonly #folder: string;

  constructor(cacheFolder: string) {
    this.#folder = join(cacheFolder, 'newest-releases');
  }

  /**
   * The newest release of a line, from the memory or looked up; undefined for a line that has none.
   *
   * @param where - the address that it is looked up at: two of them may know different releases
   */
  async newest(line: string, where: string, lookUp: () => Promise<string | undefined>): Promise<string | undefined> {
    const file = join(this.#folder, `${encodeURIComponent(`${where} ${line}`)}.json`);
    const content = await unless(['ENOENT'], readFile(file, 'utf8'));
    const known = content === undefined ? undefined : (JSON.parse(content) as Remembered);
    if (known !== undefined && Date.now() - known.atMs < validForMs) return known.release;
    const release = await lookUp();
    if (release !== undefined) await this.#remember(file, { release, atMs: Date.now() });
    return release;
  }

  async #remember(file: string, remembered: Remembered): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const draft = `${file}.${process.pid}`;
    await writeFile(draft, JSON.stringify(remembered));
    await rename(draft, file);
  }
}
