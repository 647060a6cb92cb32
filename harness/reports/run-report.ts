import type { ComponentVersions } from '../artifacts/versions.ts';
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { StepStatus } from '../flow/run-events.ts';
import type { GuideStep } from '../flow/step.ts';
import type { ChainEntry } from '../pki/chain-entries.ts';
import type { Check } from '../pki/check.ts';

export type RunOutcome = 'passed' | 'failed' | 'interrupted';

/**
 * `report.json`; `schema/report.schema.json` says the same for other programs, and a test holds the two together. Fields
 * are added, never renamed or removed, without raising the schema version. Times are ISO 8601, UTC.
 */
export interface RunReport {
  readonly schemaVersion: 1;
  readonly runId: string;
  readonly outcome: RunOutcome;
  readonly versions: ComponentVersions;
  /** The images of the cluster and of the mocked AWS; absent where the run never came to have them. */
  readonly images?: readonly ImageReport[];
  readonly provider: string;
  readonly aws: string;
  readonly startedAt: string;
  /** Without undoing. */
  readonly durationMs: number;
  /** What went wrong first, in a step or outside of them; for a run that did not pass. */
  readonly error?: string;
  /** What to do about it, where the error knows. */
  readonly remedy?: string;
  readonly steps: readonly StepReport[];
  /** What was undone after the run, in order; absent where the run was kept or nothing had to be undone. */
  readonly undo?: readonly UndoReport[];
  readonly chain: readonly ChainEntry[];
  readonly checks: readonly CheckReport[];
  readonly renewals?: readonly RenewalReport[];
  readonly diagnosis: readonly Diagnosis[];
  /** True where no cause of the failure was looked for: the error says itself what is wrong, and what to do. */
  readonly undiagnosed?: boolean;
}

export interface ImageReport {
  /** With its registry: `quay.io/jetstack/cert-manager-controller:v1.21.2`. */
  readonly name: string;
  /** Of what is published under the name, or was built for it. */
  readonly digest: string;
}

export interface StepReport {
  readonly id: string;
  readonly title: string;
  readonly guideStep: GuideStep;
  readonly status: StepStatus;
  /** Null for a step that never started. */
  readonly startedAt: string | null;
  readonly durationMs: number;
  /** The error's own words and those of its causes, for a step that failed. */
  readonly error?: string;
  /** What to do about it, where the error knows. */
  readonly remedy?: string;
  /** What the step waited for, in the order in which it began to; absent where it waited for nothing. */
  readonly waits?: readonly WaitReport[];
}

/** A stretch of a step: from where it said what it waits for to where it said the next thing, or ended. */
export interface WaitReport {
  readonly what: string;
  readonly startedAt: string;
  readonly durationMs: number;
  /** What was seen last while waiting. */
  readonly lastObserved?: string;
}

export interface UndoReport {
  /** The step whose work was undone. */
  readonly stepId: string;
  readonly title: string;
  readonly startedAt: string;
  readonly durationMs: number;
  /** What is to be known of it: of a cluster that was there before, how it differs now from what it was. */
  readonly note?: string;
  /** Why something of it is left, for an undo that failed. */
  readonly error?: string;
}

export interface CheckReport extends Omit<Check, 'id'> {
  /** Of a saved report: the version that wrote it may have had other checks. */
  readonly id: string;
  /** The step that made the check. */
  readonly stepId?: string;
}

/** A certificate that replaced another one while the run went on. */
export interface RenewalReport {
  readonly at: string;
  readonly serialDecimal: string;
  readonly subject: string;
  readonly notBefore: string;
  readonly notAfter: string;
  /** What brought it about. */
  readonly trigger: string;
}
