import type { RunEvent } from '../flow/run-events.ts';
import { errorText } from '../reports/error-text.ts';

/** What became of a step's work when a run was removed, as programs read it. */
export interface UndoneStep {
  readonly stepId: string;
  readonly title: string;
  readonly durationMs: number;
  /** What is to be known of it. */
  readonly note?: string;
  readonly error?: string;
}

/** Collects what was undone from the events of a removal. */
export class UndoRecord {
  readonly #titles = new Map<string, string>();
  readonly #steps: UndoneStep[] = [];

  get steps(): readonly UndoneStep[] {
    return this.#steps;
  }

  onEvent(event: RunEvent): void {
    if (event.type === 'run-started') for (const { id, title } of event.steps) this.#titles.set(id, title);
    if (event.type !== 'undo-ended') return;
    const { stepId, durationMs, note, error } = event;
    this.#steps.push({
      stepId,
      title: this.#titles.get(stepId) ?? stepId,
      durationMs: Math.round(durationMs),
      ...(note === undefined ? {} : { note }),
      ...(error === undefined ? {} : { error: errorText(error) }),
    });
  }
}
