import type { Diagnosis } from './diagnosis.ts';
import type { Evidence } from './evidence.ts';
import { type EvidenceLine, type LineKind, textOf } from './evidence-line.ts';
import { matchesOf, type RuleMatch } from './match-rule.ts';
import { observe } from './observe.ts';
import type { Rule } from './rule.ts';
import { allRules } from './rules/all-rules.ts';
import { fillTemplate } from './template.ts';

/**
 * Names the causes that the evidence shows, in the order of the flow. What is explained by an earlier cause makes no
 * finding of its own: a wrong ARN is denied by IAM too. A pure function of the evidence.
 *
 * @returns Nothing for a healthy set-up.
 */
export function diagnose(evidence: Evidence, rules: readonly Rule[] = allRules): readonly Diagnosis[] {
  return explain(observe(evidence), rules);
}

/** The same from lines that were observed already. */
export function explain(lines: readonly EvidenceLine[], rules: readonly Rule[] = allRules): readonly Diagnosis[] {
  return explainLines(lines, rules).diagnosis;
}

/** Pods and conditions: what people look at first when they know no more. */
const telling: readonly LineKind[] = ['pod', 'condition'];

/**
 * What is out of order now and belongs to no cause that a rule knows, as one line each. Beside no diagnosis it is the only
 * lead; beside one it is often what follows from it.
 */
export function unexplained(evidence: Evidence, rules: readonly Rule[] = allRules): readonly string[] {
  const lines = observe(evidence);
  const { explained } = explainLines(lines, rules);
  const left = lines.filter((line) => telling.includes(line.kind) && !explained.has(line));
  return [...new Set(left.map((line) => shortened(textOf(line))))];
}

interface Explained {
  readonly diagnosis: readonly Diagnosis[];
  readonly explained: ReadonlySet<EvidenceLine>;
}

function explainLines(lines: readonly EvidenceLine[], rules: readonly Rule[]): Explained {
  const explained = new Set<EvidenceLine>();
  const diagnosis = rules.flatMap((rule) => {
    const matches = matchesOf(rule, lines).filter(({ needed }) => !needed.every((line) => explained.has(line)));
    for (const match of matches) for (const line of match.lines) explained.add(line);
    return findingsOf(rule, matches);
  });
  return { diagnosis, explained };
}

/** One cause may strike many objects alike: more of a kind than this help nobody. */
const findingsPerRule = 3;

function findingsOf(rule: Rule, matches: readonly RuleMatch[]): readonly Diagnosis[] {
  const byCause = new Map<string, Diagnosis>();
  for (const match of matches) {
    const diagnosis = diagnosisOf(rule, match);
    const known = byCause.get(diagnosis.cause);
    byCause.set(diagnosis.cause, known === undefined ? diagnosis : joined(known, diagnosis));
  }
  return [...byCause.values()].slice(0, findingsPerRule);
}

const shownLines = 6;

function joined(one: Diagnosis, other: Diagnosis): Diagnosis {
  return { ...one, evidence: [...new Set([...one.evidence, ...other.evidence])].slice(0, shownLines) };
}

function diagnosisOf(rule: Rule, { lines, captured }: RuleMatch): Diagnosis {
  return {
    id: rule.id,
    cause: fillTemplate(rule.cause, captured),
    evidence: [...new Set(lines.map((line) => shortened(textOf(line))))].slice(0, shownLines),
    remedy: fillTemplate(rule.remedy, captured),
    references: rule.references,
  };
}

const shownCharacters = 400;

/** On one line and no longer than a person reads: errors of AWS's SDK carry a request id and the whole way of the call. */
function shortened(text: string): string {
  const oneLine = text.replaceAll(/\s+/g, ' ').trim();
  return oneLine.length <= shownCharacters ? oneLine : `${oneLine.slice(0, shownCharacters - 1)}…`;
}
