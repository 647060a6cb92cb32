import { coerce, minor } from 'semver';

/** `1.21` for `1.21.2` and `1.21`; undefined for what is built from a folder. */
export function minorLine(version: string): string | undefined {
  return /^(\d+\.\d+)(?![\d])/.exec(version)?.[1]?.replace(/^0\.0$/, '') || undefined;
}

/** `21` for `1.21`. */
export const minorOf = (line: string): number => minor(coerce(line) ?? '0.0.0');
