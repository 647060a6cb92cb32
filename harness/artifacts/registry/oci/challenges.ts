/** One way in which a server accepts credentials. */
export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** A scheme, or one of its parameters; a quoted value may hold commas and equals signs. */
const item = /([\w-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^,\s]*)))?/g;

/** The challenges of a `WWW-Authenticate` header, in its order: it may carry several (RFC 9110 §11.6.1). */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Record<string, string> }[] = [];
  for (const [, name = '', quoted, bare] of header.matchAll(item)) {
    const value = quoted?.replaceAll(/\\(.)/g, '$1') ?? bare;
    const current = challenges.at(-1);
    if (value === undefined || current === undefined) challenges.push({ scheme: name.toLowerCase(), parameters: {} });
    else current.parameters[name.toLowerCase()] = value;
  }
  return challenges;
}
