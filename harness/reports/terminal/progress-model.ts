import type { RunEvent, StepSummary } from '../../flow/run-events.ts';

/** A step, or an artifact being built, that is under way. */
export interface Activity {
  readonly id: string;
  readonly title: string;
  readonly startedAtMs: number;
  /** What it waits for, and what it saw last; '' when it said nothing yet. */
  readonly detail: string;
}

/** What is under way at any moment of a run, for a view that shows it. */
export class ProgressModel {
  readonly #titles = new Map<string, string>();
  readonly #activities = new Map<string, Activity & { waitingFor: string; observed: string }>();

  get activities(): readonly Activity[] {
    return [...this.#activities.values()];
  }

  titleOf(stepId: string): string {
    return this.#titles.get(stepId) ?? stepId;
  }

  onEvent(event: RunEvent): void {
    switch (event.type) {
      case 'run-started':
        for (const step of event.steps) this.#titles.set(step.id, withGuideStep(step));
        break;
      case 'step-started':
        this.#start(event.stepId, this.titleOf(event.stepId), event.atMs);
        break;
      case 'undo-started':
        this.#start(event.stepId, `Undo: ${this.titleOf(event.stepId)}`, event.atMs);
        break;
      case 'step-waiting':
        this.#say(event.stepId, { waitingFor: event.waitingFor, observed: '' });
        break;
      case 'step-observed':
        this.#say(event.stepId, { observed: event.observed });
        break;
      case 'step-ended':
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
    if (progress.kind === 'started') this.#start(id, `  ${progress.title}`, atMs);
    else if (progress.kind === 'line') this.#say(id, { observed: progress.text });
    else this.#activities.delete(id);
  }

  #start(id: string, title: string, startedAtMs: number): void {
    this.#activities.set(id, { id, title, startedAtMs, detail: '', waitingFor: '', observed: '' });
  }

  #say(id: string, change: { waitingFor?: string; observed?: string }): void {
    const activity = this.#activities.get(id);
    if (!activity) return;
    const said = { ...activity, ...change };
    this.#activities.set(id, { ...said, detail: [said.waitingFor, said.observed].filter(Boolean).join(': ') });
  }
}

function withGuideStep({ title, guideStep }: StepSummary): string {
  return guideStep === 'before' ? title : `${guideStep}. ${title}`;
}
