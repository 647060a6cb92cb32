import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { isOwnedByUser, makeOwnFolder, refuseOthersFolder } from '../../process/own-file.ts';
import { contentKey } from './content-key.ts';
import { checkManifest, type ManifestCheck, manifestName } from './entry-manifest.ts';
import type { Unit } from './unit.ts';

/**
 * Where finished units are kept, each in a folder of its own named after its content key. An entry appears by one rename, complete or
 * not at all, so a build that is killed at any moment leaves nothing that could be mistaken for a result.
 */
export class UnitStore {
  readonly folder: string;
  readonly #keys = new Map<Unit, string>();

  constructor(folder: string) {
    this.folder = folder;
  }

  get entriesFolder(): string {
    return join(this.folder, 'entries');
  }

  keyOf(unit: Unit): string {
    const known = this.#keys.get(unit);
    if (known !== undefined) return known;
    const key = contentKey(
      unit.id,
      unit.inputs,
      unit.needs.map((need) => this.keyOf(need)),
    );
    this.#keys.set(unit, key);
    return key;
  }

  nameOf(unit: Unit): string {
    return `${unit.id}-${this.keyOf(unit)}`;
  }

  entryOf(unit: Unit): string {
    return join(this.entriesFolder, this.nameOf(unit));
  }

  get workFolder(): string {
    return join(this.folder, 'work');
  }

  /** @param name as `nameOf` gives it */
  logOf(name: string): string {
    return join(this.folder, 'logs', `${name}.log`);
  }

  /** @param name as `nameOf` gives it */
  lockOf(name: string): string {
    return join(this.folder, 'locks', `${name}.lock`);
  }

  /**
   * Whether the unit's entry is there and whole, together with what the unit keeps outside the cache. Programs are run from
   * it: one that another user made is none.
   *
   * @throws NotOwnError for a cache that is another user's, or that others may write.
   */
  async check(unit: Unit): Promise<ManifestCheck> {
    const entry = this.entryOf(unit);
    if (existsSync(this.entriesFolder)) refuseOthersFolder(this.entriesFolder);
    if (existsSync(entry) && !isOwnedByUser(entry)) return { state: 'broken', problem: 'another user made it' };
    const check = await checkManifest(entry);
    if (check.state !== 'whole' || unit.stillThere === undefined) return check;
    return (await unit.stillThere(entry)) ? check : { state: 'broken', problem: 'Docker has lost its image' };
  }

  /** Notes that a run used the entry; `artifacts list` shows it, `artifacts prune` goes by it. */
  async markUsed(unit: Unit): Promise<void> {
    const now = new Date();
    await utimes(this.entryOf(unit), now, now);
  }

  /** An empty folder to build the unit in; call it with the unit's lock held, it clears what a killed build left. */
  async openWorkshop(
    unit: Unit,
  ): Promise<{ readonly root: string; readonly output: string; readonly scratch: string }> {
    makeOwnFolder(this.workFolder);
    for (const left of await readdir(this.workFolder)) {
      if (left.startsWith(`${this.nameOf(unit)}.`)) {
        await rm(join(this.workFolder, left), { recursive: true, force: true });
      }
    }
    const root = join(this.workFolder, `${this.nameOf(unit)}.${process.pid}`);
    const output = join(root, 'output');
    const scratch = join(root, 'scratch');
    await mkdir(output, { recursive: true });
    await mkdir(scratch);
    return { root, output, scratch };
  }

  /** Turns a finished output folder (with its manifest) into the unit's entry. */
  async commit(unit: Unit, output: string): Promise<void> {
    const entry = this.entryOf(unit);
    makeOwnFolder(this.entriesFolder);
    await rm(entry, { recursive: true, force: true });
    await rename(output, entry);
  }

  /** Empties an entry in an order that leaves it invalid at any moment: the manifest goes first. */
  async discard(entry: string): Promise<void> {
    await rm(join(entry, manifestName), { force: true });
    await rm(entry, { recursive: true, force: true });
  }
}
