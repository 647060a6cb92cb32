/**
 * For tests: sets variables of this process's environment; those that are undefined are removed from it.
 *
 * @returns A function that restores them.
 */
export function withEnvironment(variables: Readonly<Record<string, string | undefined>>): () => void {
  const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
  change(variables);
  return () => change(before);
}

function change(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
