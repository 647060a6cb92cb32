import type { ConditionContext } from '../../services/principal.ts';
import type { Condition } from './policy-document.ts';
import { matchesWildcard } from './wildcard.ts';

/**
 * Whether a statement's conditions hold: all of them must.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function conditionsHold(conditions: readonly Condition[], context: ConditionContext): boolean {
  return conditions.every((condition) => conditionHolds(condition, context));
}

function conditionHolds({ operator: fullOperator, key, values }: Condition, context: ConditionContext): boolean {
  const { quantifier, operator, ifExists } = splitOperator(fullOperator);
  const present = context[key];
  if (operator === 'Null') return values.some((value) => (value === 'true') === (present === undefined));
  if (present === undefined) {
    // A missing key satisfies the negated operators, and everything that says "if exists" or "all of none".
    return ifExists || quantifier === 'ForAllValues' || (quantifier === undefined && negatedOperators.has(operator));
  }
  const test = tests[operator];
  if (!test) return false;
  const given = typeof present === 'string' ? [present] : present;
  const negated = negatedOperators.has(operator);
  const fits = (value: string): boolean => {
    const anyMatches = values.some((pattern) => test(substitute(pattern, context), value));
    return negated ? !anyMatches : anyMatches;
  };
  // A negated operator without a quantifier must hold for every value that is present.
  return quantifier === 'ForAllValues' || (quantifier === undefined && negated) ? given.every(fits) : given.some(fits);
}

function splitOperator(full: string) {
  const [head, tail] = full.includes(':') ? full.split(':', 2) : [undefined, full];
  const ifExists = tail?.endsWith('IfExists') ?? false;
  return { quantifier: head, operator: ifExists ? (tail ?? '').slice(0, -'IfExists'.length) : (tail ?? ''), ifExists };
}

/**
 * Replaces `${aws:username}` and the like; a variable that the request does not have makes the value match nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function substitute(pattern: string, context: ConditionContext): string {
  if (!pattern.includes('${')) return pattern;
  return pattern.replace(/\$\{([^}]+)\}/g, (_match, name: string) => {
    if (name === '*' || name === '?' || name === '$') return name;
    const value = context[name.toLowerCase()];
    return typeof value === 'string' ? value : '\u0000';
  });
}

type Test = (expected: string, given: string) => boolean;

const numeric =
  (compare: (given: number, expected: number) => boolean): Test =>
  (expected, given) =>
    compare(Number(given), Number(expected));

/** Dates are ISO 8601, or seconds since the epoch. */
const toTime = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

const dated =
  (compare: (given: number, expected: number) => boolean): Test =>
  (expected, given) =>
    compare(toTime(given), toTime(expected));

const equal: Test = (expected, given) => expected === given;
const like: Test = (expected, given) => matchesWildcard(expected, given);
const sameIgnoringCase: Test = (expected, given) => expected.toLowerCase() === given.toLowerCase();

/** An ARN pattern matches segment by segment: a star does not reach over a colon before the last one. */
const arnLike: Test = (expected, given) => {
  const patterns = segments(expected);
  const values = segments(given);
  return (
    patterns.length === values.length &&
    patterns.every((pattern, index) => matchesWildcard(pattern, values[index] ?? ''))
  );
};

function segments(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** For the negated operators this is the test that they negate. */
const tests: Readonly<Record<string, Test>> = {
  StringEquals: equal,
  StringNotEquals: equal,
  StringEqualsIgnoreCase: sameIgnoringCase,
  StringNotEqualsIgnoreCase: sameIgnoringCase,
  StringLike: like,
  StringNotLike: like,
  ArnEquals: arnLike,
  ArnLike: arnLike,
  ArnNotEquals: arnLike,
  ArnNotLike: arnLike,
  Bool: sameIgnoringCase,
  NumericEquals: numeric((given, expected) => given === expected),
  NumericNotEquals: numeric((given, expected) => given === expected),
  NumericLessThan: numeric((given, expected) => given < expected),
  NumericLessThanEquals: numeric((given, expected) => given <= expected),
  NumericGreaterThan: numeric((given, expected) => given > expected),
  NumericGreaterThanEquals: numeric((given, expected) => given >= expected),
  DateEquals: dated((given, expected) => given === expected),
  DateNotEquals: dated((given, expected) => given === expected),
  DateLessThan: dated((given, expected) => given < expected),
  DateLessThanEquals: dated((given, expected) => given <= expected),
  DateGreaterThan: dated((given, expected) => given > expected),
  DateGreaterThanEquals: dated((given, expected) => given >= expected),
};

const negatedOperators: ReadonlySet<string> = new Set(Object.keys(tests).filter((name) => name.includes('Not')));
