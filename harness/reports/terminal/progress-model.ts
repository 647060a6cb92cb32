import type { RunEvent } from '../../flow/run-events.ts';
import { counted, titleOfStep } from '../wording.ts';

/** A step, or an artifact being built, that is under way. */
export interface Activity {
  readonly id: string;
  readonly title: string;
  /** Whether it is a part of a step: something that is being built. */
  readonly isPart: boolean;
  readonly startedAtMs: number;
  /** What it waits for; '' when it said nothing yet. */
  readonly waitsFor: string;
  readonly waitingSinceMs: number;
  /** What it saw last while waiting; '' for nothing yet. */
  readonly observed: string;
}

/** The step that builds what is not cached. */
const buildingStepId = 'artifacts';

/** What is under way at any moment of a run, for a view that shows it. */
export class ProgressModel {
  readonly #titles = new Map<string, string>();
  readonly #activities = new Map<string, Activity>();
  readonly #ended = new Set<string>();
  #startedAtMs = 0;
  #artifactsReady = 0;

  get activities(): readonly Activity[] {
    return [...this.#activities.values()];
  }

  get steps(): { readonly done: number; readonly all: number; readonly startedAtMs: number } {
    return { done: this.#ended.size, all: this.#titles.size, startedAtMs: this.#startedAtMs };
  }

  titleOf(stepId: string): string {
    return this.#titles.get(stepId) ?? stepId;
  }

  onEvent(event: RunEvent): void {
    switch (event.type) {
      case 'run-started':
        this.#startedAtMs = event.atMs;
        for (const step of event.steps) this.#titles.set(step.id, titleOfStep(step));
        for (const stepId of event.alreadyDone ?? []) this.#ended.add(stepId);
        break;
      case 'step-started':
        this.#start(event.stepId, this.titleOf(event.stepId), event.atMs);
        break;
      case 'undo-started':
        this.#start(event.stepId, `Undo: ${this.titleOf(event.stepId)}`, event.atMs);
        break;
      case 'step-waiting':
      case 'undo-waiting':
        this.#change(event.stepId, { waitsFor: event.waitingFor, waitingSinceMs: event.atMs, observed: '' });
        break;
      case 'step-observed':
      case 'undo-observed':
        this.#change(event.stepId, { observed: event.observed });
        break;
      case 'step-ended':
        if (event.status === 'passed') this.#ended.add(event.stepId);
        this.#activities.delete(event.stepId);
        break;
      case 'undo-ended':
        this.#activities.delete(event.stepId);
        break;
      case 'artifact-progress':
        this.#onArtifact(event);
        break;
      default:
        break;
    }
  }

  #onArtifact({ progress, atMs }: Extract<RunEvent, { type: 'artifact-progress' }>): void {
    const id = `artifact:${progress.unit}`;
    if (progress.kind === 'started') this.#start(id, progress.title, atMs, true);
    else if (progress.kind === 'line') this.#change(id, { observed: progress.text });
    else {
      this.#activities.delete(id);
      this.#artifactsReady += 1;
      this.#change(buildingStepId, { observed: `${counted(this.#artifactsReady, 'part')} ready` });
    }
  }

  #start(id: string, title: string, startedAtMs: number, isPart = false): void {
    this.#activities.set(id, {
      id,
      title,
      isPart,
      startedAtMs,
      waitsFor: '',
      waitingSinceMs: startedAtMs,
      observed: '',
    });
  }

  #change(id: string, change: Partial<Activity>): void {
    const activity = this.#activities.get(id);
    if (activity) this.#activities.set(id, { ...activity, ...change });
  }
}
