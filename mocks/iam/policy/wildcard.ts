/**
 * Whether `text` fits a pattern in which `*` stands for any characters and `?` for one. Linear in the length of the text times
 * the stars of the pattern: a regular expression made from a stranger's pattern could take forever.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  // By far the most common pattern of all.
  if (pattern === '*') return true;
  let patternIndex = 0;
  let textIndex = 0;
  let starIndex = -1;
  let retryIndex = 0;
  while (textIndex < text.length) {
    const expected = pattern[patternIndex];
    if (expected === '*') {
      starIndex = patternIndex;
      retryIndex = textIndex;
      patternIndex += 1;
    } else if (expected === '?' || expected === text[textIndex]) {
      patternIndex += 1;
      textIndex += 1;
    } else if (starIndex >= 0) {
      // Let the last star take one more character and try again from there.
      patternIndex = starIndex + 1;
      retryIndex += 1;
      textIndex = retryIndex;
    } else {
      return false;
    }
  }
  while (pattern[patternIndex] === '*') patternIndex += 1;
  return patternIndex === pattern.length;
}
