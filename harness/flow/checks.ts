import type { Check } from '../pki/check.ts';

/**
 * The record of a claim that a wait has just proven: the wait ends by a timeout, and its step fails, when the claim
 * does not come true.
 */
export function heldAs(claim: Omit<Check, 'outcome'>): Check {
  return { ...claim, outcome: 'passed' };
}

/** The record of a claim that was looked at once. */
export function checked(held: boolean, claim: Omit<Check, 'outcome'>): Check {
  return { ...claim, outcome: held ? 'passed' : 'failed' };
}
