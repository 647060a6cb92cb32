import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Unit } from '../cache/unit.ts';

/** A unit that writes one file, and counts how often it was built. */
export function fakeUnit(id: string, overrides: Partial<Unit> = {}): Unit & { readonly built: () => number } {
  let builds = 0;
  const { build, ...rest } = overrides;
  return {
    id,
    title: id,
    version: '1',
    inputs: {},
    needs: [],
    ...rest,
    async build(work) {
      builds += 1;
      await (build ?? (() => writeFile(join(work.output, 'result'), id)))(work);
    },
    built: () => builds,
  };
}
