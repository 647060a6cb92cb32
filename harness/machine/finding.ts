/** `warning`: the flow runs, but something is worse than it should be. `fatal`: the flow cannot succeed here. */
export type Severity = 'ok' | 'warning' | 'fatal';

/** What a check saw, and what it had hoped to see. */
export interface Assessment {
  readonly severity: Severity;
  readonly expected: string;
  readonly observed: string;
  /** What the user can do about it; present whenever `severity` is not `ok`. */
  readonly remedy?: string;
}

/** One line of the doctor's report. */
export interface Finding extends Assessment {
  /** Stable and kebab-case; scripts may filter on it. */
  readonly id: string;
  readonly title: string;
}

export type Verdict = 'fit' | 'fit-with-warnings' | 'unfit';

export interface MachineReport {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
}

export const ok = (expected: string, observed: string): Assessment => ({ severity: 'ok', expected, observed });

export const warning = (expected: string, observed: string, remedy: string): Assessment => ({
  severity: 'warning',
  expected,
  observed,
  remedy,
});

export const fatal = (expected: string, observed: string, remedy: string): Assessment => ({
  severity: 'fatal',
  expected,
  observed,
  remedy,
});

/** The worst finding decides. */
export function verdictOf(findings: readonly Assessment[]): Verdict {
  if (findings.some(({ severity }) => severity === 'fatal')) return 'unfit';
  if (findings.some(({ severity }) => severity === 'warning')) return 'fit-with-warnings';
  return 'fit';
}
