import type { RunEvent } from '../flow/run-events.ts';
import type { WaitReport } from './run-report.ts';

interface OpenWait {
  readonly what: string;
  readonly startedAtMs: number;
  lastObserved?: string;
}

/** The step that builds what is not cached: what it builds is what it waits for. */
const buildingStepId = 'artifacts';

/** Collects what each step of a run waited for. A step waits for one thing at a time; builds go on side by side. */
export class WaitRecord {
  readonly #open = new Map<string, OpenWait>();
  readonly #closed = new Map<string, WaitReport[]>();
  readonly #builds = new Map<string, OpenWait>();

  onEvent(event: RunEvent): void {
    switch (event.type) {
      case 'step-waiting':
        this.#close(event.stepId, event.atMs);
        this.#open.set(event.stepId, { what: event.waitingFor, startedAtMs: event.atMs });
        break;
      case 'step-observed': {
        const wait = this.#open.get(event.stepId);
        if (wait) wait.lastObserved = event.observed;
        break;
      }
      case 'step-ended':
        this.#close(event.stepId, event.atMs);
        break;
      case 'artifact-progress':
        this.#onBuild(event);
        break;
      default:
        break;
    }
  }

  /** The waits of a step that ended, the first begun first. */
  of(stepId: string): readonly WaitReport[] {
    return (this.#closed.get(stepId) ?? []).toSorted((one, other) => one.startedAt.localeCompare(other.startedAt));
  }

  #onBuild({ progress, atMs }: Extract<RunEvent, { type: 'artifact-progress' }>): void {
    if (progress.kind === 'started') {
      this.#builds.set(progress.unit, { what: progress.title, startedAtMs: atMs });
    } else if (progress.kind === 'ended') {
      const build = this.#builds.get(progress.unit);
      this.#builds.delete(progress.unit);
      if (build && progress.outcome !== 'cached') this.#add(buildingStepId, build, atMs);
    }
  }

  #close(stepId: string, atMs: number): void {
    const wait = this.#open.get(stepId);
    this.#open.delete(stepId);
    if (wait) this.#add(stepId, wait, atMs);
  }

  #add(stepId: string, { what, startedAtMs, ...seen }: OpenWait, endedAtMs: number): void {
    const report = {
      what,
      startedAt: new Date(startedAtMs).toISOString(),
      durationMs: Math.round(endedAtMs - startedAtMs),
      ...seen,
    };
    this.#closed.set(stepId, [...(this.#closed.get(stepId) ?? []), report]);
  }
}
