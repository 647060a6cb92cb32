/** The name that a mistyped one was probably meant to be, or undefined when none is near. */
export function nearestName(typed: string, names: Iterable<string>): string | undefined {
  const tolerated = Math.max(1, Math.floor(typed.length / 3));
  const near = [...names]
    .map((name) => ({ name, distance: editDistance(typed, name) }))
    .filter(({ distance }) => distance <= tolerated)
    .sort((one, other) => one.distance - other.distance);
  return near[0]?.name;
}

/** How many letters have to be put in, left out or replaced to make one text of the other (Levenshtein). */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (const [j, otherLetter] of [...other].entries()) {
      const replaced = (row[j] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
