import { UsageError } from '../errors/harness-error.ts';
import { type CellVersions, type MatrixComponent, matrixComponents } from './cell.ts';

/** Versions that are left out where they meet. */
export type Exclusion = Partial<CellVersions>;

/**
 * Reads `cert-manager=1.15.3,kubernetes=1.35.4`.
 *
 * @throws UsageError for what names no component or no version.
 */
export function parseExclusion(text: string): Exclusion {
  const entries = text.split(',').map((part): readonly [MatrixComponent, string] => {
    const [, name, version] = /^\s*([\w-]+)=v?(\S+)\s*$/.exec(part) ?? [];
    const component = matrixComponents.find(({ option }) => option === name);
    if (component !== undefined && version !== undefined) return [component.key, version];
    throw new UsageError(`"${part.trim()}" excludes nothing`, { remedy: `Give ${example}, of ${names}.` });
  });
  return Object.fromEntries(entries);
}

const example = '--exclude COMPONENT=VERSION,COMPONENT=VERSION';
const names = matrixComponents.map(({ option }) => option).join(', ');

/** Whether a combination has every version of one of the exclusions. */
export function isExcluded(versions: CellVersions, exclusions: readonly Exclusion[]): boolean {
  return exclusions.some((exclusion) =>
    matrixComponents.every(({ key }) => exclusion[key] === undefined || exclusion[key] === versions[key]),
  );
}
