/** `1.21` for `1.21.2` and `1.21`; undefined for what is built from a folder. */
export function minorLine(version: string): string | undefined {
  return /^(\d+\.\d+)(?![\d])/.exec(version)?.[1]?.replace(/^0\.0$/, '') || undefined;
}

/** Minor releases from one line to another, negative to an older one; to another major release it is infinitely many. */
export function minorsBetween(from: string, to: string): number {
  const [fromMajor = 0, fromMinor = 0] = from.split('.').map(Number);
  const [toMajor = 0, toMinor = 0] = to.split('.').map(Number);
  return fromMajor === toMajor ? toMinor - fromMinor : (toMajor - fromMajor) * Number.POSITIVE_INFINITY;
}
