import type { ComponentVersions } from '../artifacts/versions.ts';
import type { RunEvent, StepStatus, StepSummary } from '../flow/run-events.ts';
import type { GuideStep } from '../flow/step.ts';
import type { ChainEntry } from '../pki/chain-entries.ts';
import type { Check } from '../pki/check.ts';

export type RunOutcome = 'passed' | 'failed' | 'interrupted';

export interface StepReport {
  readonly id: string;
  readonly title: string;
  readonly guideStep: GuideStep;
  readonly status: StepStatus;
  /** ISO 8601, UTC; null for a step that never started. */
  readonly startedAt: string | null;
  readonly durationMs: number;
  /** The error's own words, for a step that failed. */
  readonly error?: string;
}

/** `report.json`. Fields are added, never renamed or removed, without raising the schema version. */
export interface RunReport {
  readonly schemaVersion: 1;
  readonly runId: string;
  readonly outcome: RunOutcome;
  readonly versions: ComponentVersions;
  readonly provider: string;
  readonly aws: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly steps: readonly StepReport[];
  readonly chain: readonly ChainEntry[];
  readonly checks: readonly Check[];
  readonly diagnosis: readonly Diagnosis[];
}

/** A cause that the evidence names, and what to do about it. */
export interface Diagnosis {
  readonly id: string;
  readonly cause: string;
  readonly evidence: readonly string[];
  readonly remedy: string;
}

export interface ReportFacts {
  readonly runId: string;
  readonly outcome: RunOutcome;
  readonly versions: ComponentVersions;
  readonly provider: string;
  readonly aws: string;
  readonly chain: readonly ChainEntry[];
  readonly endedAtMs: number;
}

/** Collects a run's events, and makes the report of them. */
export class RunRecord {
  readonly #steps = new Map<string, StepReport>();
  readonly #checks: Check[] = [];
  #startedAtMs = Date.now();

  onEvent(event: RunEvent): void {
    if (event.type === 'run-started') {
      this.#startedAtMs = event.atMs;
      for (const step of event.steps) this.#steps.set(step.id, notStarted(step));
    } else if (event.type === 'step-started') {
      this.#update(event.stepId, { startedAt: new Date(event.atMs).toISOString() });
    } else if (event.type === 'check') {
      this.#checks.push(event.check);
    } else if (event.type === 'step-ended') {
      const error = event.status === 'failed' ? { error: messageOf(event.error) } : {};
      this.#update(event.stepId, { status: event.status, durationMs: Math.round(event.durationMs), ...error });
    }
  }

  report(facts: ReportFacts): RunReport {
    return {
      schemaVersion: 1,
      runId: facts.runId,
      outcome: facts.outcome,
      versions: facts.versions,
      provider: facts.provider,
      aws: facts.aws,
      startedAt: new Date(this.#startedAtMs).toISOString(),
      durationMs: Math.round(facts.endedAtMs - this.#startedAtMs),
      steps: [...this.#steps.values()],
      chain: facts.chain,
      checks: this.#checks,
      diagnosis: [],
    };
  }

  #update(stepId: string, change: Partial<StepReport>): void {
    const step = this.#steps.get(stepId);
    if (step) this.#steps.set(stepId, { ...step, ...change });
  }
}

function notStarted({ id, title, guideStep }: StepSummary): StepReport {
  return { id, title, guideStep, status: 'skipped', startedAt: null, durationMs: 0 };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
