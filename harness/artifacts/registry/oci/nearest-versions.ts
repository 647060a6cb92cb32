import { coerce, compare, minor, rcompare } from 'semver';

const shown = 6;

/** Of the versions that there are, those of the same minor release as the wanted one, else the newest; the newest first. */
export function nearestVersions(wanted: string, there: readonly string[]): readonly string[] {
  const released = there.filter((version) => /^v?\d+\.\d+\.\d+(-tetrate\w*-v\d+)?$/.test(version));
  const sorted = [...new Set(released)].sort((left, right) => rcompare(plain(left), plain(right)));
  const sameMinor = sorted.filter((version) => isSameMinor(plain(version), wanted));
  return (sameMinor.length > 0 ? sameMinor : sorted).slice(0, shown);
}

/** The newest release of a line such as `1.31`; undefined when there is none. */
export function newestOfLine(line: string, there: readonly string[]): string | undefined {
  const ofLine = there.filter((version) => new RegExp(`^v?${line.replace('.', '\\.')}\\.\\d+$`).test(version));
  return ofLine.sort((left, right) => compare(plain(right), plain(left)))[0];
}

function isSameMinor(version: string, wanted: string): boolean {
  const target = coerce(wanted);
  return target !== null && minor(version) === target.minor;
}

function plain(version: string): string {
  return coerce(version)?.version ?? '0.0.0';
}
