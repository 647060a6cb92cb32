import type { Progress } from '../artifacts/progress.ts';
import type { Check } from '../pki/check.ts';
import type { AnyStep } from './step.ts';
import type { StepId } from './step-outputs.ts';

export type StepStatus = 'passed' | 'failed' | 'skipped' | 'interrupted';

/** What is fixed about a step before it runs. */
export type StepSummary = Pick<AnyStep, 'id' | 'title' | 'guideStep' | 'needs'>;

/** Everything that happens in a run, in order. Reports are made from these events alone. `atMs` is Unix time in ms. */
export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly atMs: number;
      readonly runId: string;
      readonly folder: string;
      readonly steps: readonly StepSummary[];
      /** Those that an earlier process has done, of a run that is gone on with. */
      readonly alreadyDone?: readonly StepId[];
    }
  | { readonly type: 'step-started'; readonly atMs: number; readonly stepId: StepId }
  | { readonly type: 'step-waiting'; readonly atMs: number; readonly stepId: StepId; readonly waitingFor: string }
  | { readonly type: 'step-observed'; readonly atMs: number; readonly stepId: StepId; readonly observed: string }
  | { readonly type: 'check'; readonly atMs: number; readonly stepId: StepId; readonly check: Check }
  | { readonly type: 'artifact-progress'; readonly atMs: number; readonly progress: Progress }
  | {
      readonly type: 'step-ended';
      readonly atMs: number;
      readonly stepId: StepId;
      readonly status: StepStatus;
      readonly durationMs: number;
      readonly error?: unknown;
    }
  | { readonly type: 'undo-started'; readonly atMs: number; readonly stepId: StepId }
  | { readonly type: 'undo-waiting'; readonly atMs: number; readonly stepId: StepId; readonly waitingFor: string }
  | { readonly type: 'undo-observed'; readonly atMs: number; readonly stepId: StepId; readonly observed: string }
  | {
      readonly type: 'undo-ended';
      readonly atMs: number;
      readonly stepId: StepId;
      readonly durationMs: number;
      /** What is to be known of it. */
      readonly note?: string;
      readonly error?: unknown;
    };

export type RunEventListener = (event: RunEvent) => void;
