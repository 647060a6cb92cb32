import type { Check } from '../pki/check.ts';
import type { PlanContext, PlannedAction } from './planned-action.ts';
import type { Run, RunOptions } from './run.ts';
import type { StepId, StepOutputs } from './step-outputs.ts';

/** Where the guide has this: one of its nine numbered steps, or what it lists under "Before you begin". */
export type GuideStep = 'before' | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** What a step is given. It sees the outputs of the steps it declares to need, and of no others. */
export interface StepContext<Needs extends StepId> {
  readonly run: Run;
  readonly outputs: Pick<StepOutputs, Needs>;
  /** Fires when the run is interrupted or another step has failed. */
  readonly signal: AbortSignal;
  /** Names what the step is waiting for now; the live view shows it with its age. */
  waitingFor(what: string): void;
  /** Tells what is seen while waiting. */
  observed(what: string): void;
  /** Records a claim of the guide as held or not. A step with a failed check fails once it has run to its end. */
  check(...checks: readonly Check[]): void;
}

/** What an undo is given: it may run after a step that was cut short, so it finds what to remove by the run's id. */
export interface UndoContext {
  readonly run: Run;
  readonly outputs: Partial<StepOutputs>;
  /** Fires when the undo's own time budget is used up. */
  readonly signal: AbortSignal;
  /** Names what the undo is waiting for now, as a step does. */
  waitingFor(what: string): void;
  /** Tells what is seen while waiting. */
  observed(what: string): void;
}

/** How a step is run once more on a run that stands. */
export interface Again {
  /** Removes what an earlier run of the step made, wholly or half, so that it is not in the way. */
  reset(context: UndoContext): Promise<string | undefined> | Promise<void>;
  /** With that step's work, all that this one made is gone too. */
  readonly goneWith?: StepId;
}

/** One named step of a flow. */
export interface Step<Id extends StepId, Needs extends StepId> {
  readonly id: Id;
  readonly title: string;
  /** Its title in a run of these options, where that differs. */
  titleFor?(options: RunOptions): string;
  readonly guideStep: GuideStep;
  /** Steps whose outputs this one reads; it starts as soon as all of them have passed. */
  readonly needs: readonly Needs[];
  /** Steps whose work this one watches while both run: they are part of any run that has it, but are not waited for. */
  readonly beside?: readonly StepId[];
  /** What `run` will do, told without doing it; a test holds the two together. */
  plan?(context: PlanContext): readonly PlannedAction[];
  /** What `undo` will call in AWS. */
  planUndo?(context: PlanContext): readonly PlannedAction[];
  run(context: StepContext<Needs>): Promise<StepOutputs[Id]>;
  /**
   * Removes what `run` made, wholly or half; registered before `run` starts.
   *
   * @returns What is to be known of it, beyond that it is done.
   */
  undo?(context: UndoContext): Promise<string | undefined> | Promise<void>;
  /**
   * Steps whose undo must have ended before this one's begins: what they remove is in its way, or is removed through it.
   * All else is undone side by side, because an engine that cancels a job gives it ten seconds.
   */
  readonly undoAfter?: readonly StepId[];
  /** Time that undoing may take. @defaultValue 25 s */
  readonly undoBudgetMs?: number;
  /** Without it, `run` can be run again as it is: over what is there. */
  readonly again?: Again;
}

/**
 * A step whose own types are forgotten, as the runner handles it. Methods are compared bivariantly, so any `Step`
 * fits; the runner keeps the promise that each step is given the outputs it needs.
 */
export type AnyStep = Omit<Step<StepId, StepId>, 'run'> & {
  run(context: StepContext<StepId>): Promise<StepOutputs[StepId]>;
};

/** Steps with the titles that they have in a run of these options. */
export const titledFor = (options: RunOptions, steps: readonly AnyStep[]): readonly AnyStep[] =>
  steps.map((step) => (step.titleFor === undefined ? step : { ...step, title: step.titleFor(options) }));

/** Declares a step; exists so that TypeScript infers its id and needs and checks its output against them. */
export function defineStep<const Id extends StepId, const Needs extends StepId = never>(
  step: Step<Id, Needs>,
): Step<Id, Needs> {
  return step;
}
