/**
 * Whether a Docker version is older than another. They are no semantic versions (`19.03.15+dfsg1`, `20.10.24-ce`), so
 * only the leading numbers count; one without numbers (`dev`, a build of somebody's own) is taken for new.
 */
export function isOlderDocker(version: string, than: string): boolean {
  const numbers = leadingNumbers(version);
  if (numbers.length === 0) return false;
  for (const [index, wanted] of leadingNumbers(than).entries()) {
    const actual = numbers[index] ?? 0;
    if (actual !== wanted) return actual < wanted;
  }
  return false;
}

function leadingNumbers(version: string): readonly number[] {
  return (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '').split('.').filter(Boolean).map(Number);
}
