import type { CheckId } from './check-ids.ts';

/** One claim of the guide, and what was seen of it. Reports print checks as they are. */
export interface Check {
  /** Stable across runs and inputs: scripts and reports look a check up by it. */
  readonly id: CheckId;
  /** The claim, as a sentence that is true when the check passed. */
  readonly title: string;
  readonly outcome: 'passed' | 'failed';
  readonly expected: string;
  readonly observed: string;
}

/** What a rule found: a `Check` that has no name yet. */
export interface Finding {
  readonly holds: boolean;
  readonly expected: string;
  readonly observed: string;
}

/** A fact about one certificate, or one pair of them, and whether the rule allows it. */
export interface Observation {
  readonly holds: boolean;
  readonly text: string;
}

/** Gives a finding its name. */
export function checkOf(id: CheckId, title: string, finding: Finding): Check {
  return {
    id,
    title,
    outcome: finding.holds ? 'passed' : 'failed',
    expected: finding.expected,
    observed: finding.observed,
  };
}

/**
 * One finding from many observations. It holds when all of them do; when some do not, only those are told, so that a
 * reader of a failed check sees the fault and not the list around it, and each text once. No observation at all proves nothing and fails.
 */
export function findingOf(expected: string, observations: readonly Observation[]): Finding {
  const broken = observations.filter(({ holds }) => !holds);
  const holds = observations.length > 0 && broken.length === 0;
  const texts = new Set((holds ? observations : broken).map(({ text }) => text));
  return { holds, expected, observed: [...texts].join('; ') || 'nothing to look at' };
}
