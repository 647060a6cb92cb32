import type { ComponentVersions } from '../artifacts/versions.ts';
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { RunEvent, StepSummary } from '../flow/run-events.ts';
import type { ChainEntry } from '../pki/chain-entries.ts';
import { hideSecretsIn } from '../process/hide-secrets.ts';
import { errorText, remedyText } from './error-text.ts';
import type { CheckReport, ImageReport, RunOutcome, RunReport, StepReport, UndoReport } from './run-report.ts';
import { WaitRecord } from './wait-record.ts';

/** What a report holds besides what its events tell. */
export interface ReportFacts {
  readonly runId: string;
  readonly outcome: RunOutcome;
  /** What went wrong first, or undefined. */
  readonly error: unknown;
  readonly versions: ComponentVersions;
  readonly images?: readonly ImageReport[];
  readonly provider: string;
  readonly aws: string;
  readonly chain: readonly ChainEntry[];
  /** @defaultValue none */
  readonly diagnosis?: readonly Diagnosis[];
  /** Of a failed run into which nobody looked. */
  readonly undiagnosed?: boolean;
  readonly endedAtMs: number;
}

/** Collects a run's events, and makes the report of them. */
export class RunRecord {
  readonly #steps = new Map<string, StepReport>();
  readonly #waits = new WaitRecord();
  readonly #checks: CheckReport[] = [];
  readonly #undo: UndoReport[] = [];
  #startedAtMs = Date.now();

  onEvent(event: RunEvent): void {
    this.#waits.onEvent(event);
    switch (event.type) {
      case 'run-started':
        this.#startedAtMs = event.atMs;
        for (const step of event.steps) this.#steps.set(step.id, notStarted(step));
        break;
      case 'step-started':
        this.#update(event.stepId, { startedAt: isoTime(event.atMs) });
        break;
      case 'check':
        this.#checks.push({ ...event.check, stepId: event.stepId });
        break;
      case 'step-ended': {
        const { status, durationMs, error } = event;
        const failure = status === 'failed' ? failureOf(error) : {};
        this.#update(event.stepId, { status, durationMs: Math.round(durationMs), ...failure });
        break;
      }
      case 'undo-ended': {
        const { stepId, atMs, durationMs, note, error } = event;
        this.#undo.push({
          stepId,
          title: this.#steps.get(stepId)?.title ?? stepId,
          startedAt: isoTime(atMs - durationMs),
          durationMs: Math.round(durationMs),
          ...(note === undefined ? {} : { note }),
          ...(error === undefined ? {} : { error: errorText(error) }),
        });
        break;
      }
      default:
        break;
    }
  }

  report({ error, endedAtMs, chain, diagnosis = [], undiagnosed, ...facts }: ReportFacts): RunReport {
    return hideSecretsIn<RunReport>({
      schemaVersion: 1,
      ...facts,
      startedAt: isoTime(this.#startedAtMs),
      durationMs: Math.round(endedAtMs - this.#startedAtMs),
      ...(error === undefined ? {} : failureOf(error)),
      steps: [...this.#steps.values()].map((step) => ({ ...step, ...this.#waitsOf(step.id) })),
      ...(this.#undo.length === 0 ? {} : { undo: this.#undo }),
      chain,
      checks: this.#checks,
      diagnosis,
      ...(undiagnosed === undefined ? {} : { undiagnosed }),
    });
  }

  #waitsOf(stepId: string): Pick<StepReport, 'waits'> {
    const waits = this.#waits.of(stepId);
    return waits.length === 0 ? {} : { waits };
  }

  #update(stepId: string, change: Partial<StepReport>): void {
    const step = this.#steps.get(stepId);
    if (step) this.#steps.set(stepId, { ...step, ...change });
  }
}

function notStarted({ id, title, guideStep }: StepSummary): StepReport {
  return { id, title, guideStep, status: 'skipped', startedAt: null, durationMs: 0 };
}

function failureOf(error: unknown): { readonly error: string; readonly remedy?: string } {
  const remedy = remedyText(error);
  return { error: errorText(error), ...(remedy === undefined ? {} : { remedy }) };
}

function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}
