import { type EvidenceLine, textOf } from './evidence-line.ts';
import type { Combination, Pattern, Rule } from './rule.ts';
import type { Captured } from './template.ts';

/** What a rule found: the lines, and what its patterns captured in them. */
export interface RuleMatch {
  /** All lines, those that support it too. */
  readonly lines: readonly EvidenceLine[];
  /** The lines without which there is no match. */
  readonly needed: readonly EvidenceLine[];
  readonly captured: Captured;
}

/** Every way in which the patterns fit the lines: those of the rule's first combination that fits at all. */
export function matchesOf(rule: Rule, lines: readonly EvidenceLine[]): readonly RuleMatch[] {
  for (const combination of rule.when) {
    const matches = matchesOfCombination(combination, lines);
    if (matches.length > 0) return matches;
  }
  return [];
}

function matchesOfCombination({ all, also }: Combination, lines: readonly EvidenceLine[]): readonly RuleMatch[] {
  const start: readonly RuleMatch[] = [{ lines: [], needed: [], captured: {} }];
  const matches = all.reduce((found, pattern) => found.flatMap((match) => extensions(match, pattern, lines)), start);
  return matches.map((match) => also.reduce((grown, pattern) => withSupport(grown, pattern, lines), match));
}

/** The match with one more pattern: once for every line that fits it and agrees with what is captured already. */
function extensions(match: RuleMatch, pattern: Pattern, lines: readonly EvidenceLine[]): readonly RuleMatch[] {
  return lines.flatMap((line) => {
    const captured = captureFrom(line, pattern, match.captured);
    return captured === undefined ? [] : [{ lines: [...match.lines, line], needed: [...match.needed, line], captured }];
  });
}

/** The match with every line that supports it. What those capture only has to agree: causes are not made of it. */
function withSupport(match: RuleMatch, pattern: Pattern, lines: readonly EvidenceLine[]): RuleMatch {
  const supporting = lines.filter((line) => captureFrom(line, pattern, match.captured) !== undefined);
  return { ...match, lines: [...match.lines, ...supporting] };
}

function captureFrom(line: EvidenceLine, { kinds, expression }: Pattern, before: Captured): Captured | undefined {
  if (!kinds.includes(line.kind)) return undefined;
  const match = expression.exec(textOf(line));
  if (match === null) return undefined;
  const captured: Record<string, string> = { ...before };
  for (const [name, value] of Object.entries(match.groups ?? {})) {
    if (value === undefined) continue;
    if (captured[name] !== undefined && captured[name] !== value) return undefined;
    captured[name] = value;
  }
  return captured;
}
