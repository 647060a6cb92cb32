import type { Check } from '../pki/check.ts';
import { done, type Look, notYet } from '../wait/poll-until.ts';

/** The record of a claim that was looked at. */
export function checked(held: boolean, claim: Omit<Check, 'outcome'>): Check {
  return { ...claim, outcome: held ? 'passed' : 'failed' };
}

/**
 * A look that ends a wait once a check holds. What the report says is then what ended the wait: a claim that never comes true
 * ends in the wait's timeout with what was seen last, and is recorded nowhere as held.
 */
export function untilHeld<T>(judge: (seen: T) => Check): (seen: T) => Look<Check> {
  return (seen) => {
    const check = judge(seen);
    return check.outcome === 'passed' ? done(check) : notYet(check.observed);
  };
}
