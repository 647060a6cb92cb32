import type { LineKind } from './evidence-line.ts';

/**
 * A cause that people met, and how to tell it. To add one: write it into the file of its subject in `rules/`, at its
 * place in the flow, and give it an example in `testing/examples.ts`.
 */
export interface Rule {
  /** Stable and kebab-case: reports and scenarios rely on it. */
  readonly id: string;
  /** What it is about, as a heading. */
  readonly title: string;
  /** Combinations of lines; the first that is there counts, so the most telling stands first. */
  readonly when: readonly Combination[];
  /** A template: `{name}` is what the named group captured; `[[…]]` is left out when something in it was not. */
  readonly cause: string;
  readonly remedy: string;
  readonly references: readonly string[];
}

/** Patterns that must all match, with the same text wherever they capture the same named group. */
export interface Combination {
  readonly all: readonly Pattern[];
  /** Lines that support the finding and are shown with it, when they are there. */
  readonly also: readonly Pattern[];
}

/** Matches one line of these kinds: the expression sees `SUBJECT: text`. */
export interface Pattern {
  readonly kinds: readonly LineKind[];
  readonly expression: RegExp;
}

/** A line of that kind (or one of those kinds) that matches. */
export function line(kinds: LineKind | readonly LineKind[], expression: RegExp): Pattern {
  return { kinds: typeof kinds === 'string' ? [kinds] : kinds, expression };
}

/** All of these lines, shown together with those of `supportedBy`. */
export function all(
  ...patterns: readonly Pattern[]
): Combination & { supportedBy(...also: readonly Pattern[]): Combination } {
  return { all: patterns, also: [], supportedBy: (...also) => ({ all: patterns, also }) };
}
