import type { RunEvent } from '../../flow/run-events.ts';
import { formatDurationMs } from '../../wait/duration.ts';
import type { Reporter, RunEndContext } from '../reporter.ts';
import type { RunReport } from '../run-report.ts';
import { lineFor } from './event-lines.ts';
import { LiveRegion } from './live-region.ts';
import { detailOf, liveView } from './live-view.ts';
import { ProgressModel } from './progress-model.ts';
import { runSummary } from './run-summary.ts';
import type { Style } from './style.ts';
import { shorten } from './text-width.ts';

export interface TerminalReportOptions {
  readonly stream: NodeJS.WriteStream;
  readonly style: Style;
  /** Redraws what is under way in place; otherwise every line stays and has a time in front, as CI logs want it. */
  readonly live: boolean;
  /** Shows what fails, and the summary; nothing of what goes well. @defaultValue false */
  readonly quiet?: boolean;
  /**
   * What stays at the end.
   *
   * @defaultValue everything that a reader wants of a run
   */
  readonly summary?: typeof runSummary;
}

const redrawIntervalMs = 100;
/** In a log that cannot be redrawn, what is under way is told after so much silence: long work never stays silent. */
const silenceMs = 5_000;
const reminderWidth = 160;

/** Shows a run on a terminal, or in a log. */
export class TerminalReport implements Reporter {
  readonly #model = new ProgressModel();
  readonly #region: LiveRegion;
  readonly #options: TerminalReportOptions;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: TerminalReportOptions) {
    this.#options = options;
    this.#region = new LiveRegion(options.stream);
  }

  onEvent(event: RunEvent): void {
    const { live, quiet, style } = this.#options;
    this.#model.onEvent(event);
    if (quiet && !isFailure(event)) return;
    if (event.type === 'run-started') this.#start(event.runId, event.folder);
    if (event.type === 'step-started' && !live) this.printLine(`▶ ${this.#model.titleOf(event.stepId)}`);
    const line = lineFor(event, (stepId) => this.#model.titleOf(stepId), style);
    if (line !== undefined) this.printLine(line);
  }

  onEnd(report: RunReport, context: RunEndContext): void {
    clearInterval(this.#timer);
    if (this.#options.live) this.#region.show([]);
    const { stream, style, summary = runSummary } = this.#options;
    stream.write(`${summary(report, context, style)}\n`);
  }

  /** Writes a line that stays: above the live view, or with its time into the log. */
  printLine(text: string): void {
    const { live, style } = this.#options;
    this.printStamped(live ? text : `${style.dim(new Date().toISOString().slice(11, 19))} ${text}`);
  }

  /** Writes a line that stays and has a time of its own, where it is of use. */
  printStamped(text: string): void {
    if (this.#options.live) {
      this.#region.print(text);
    } else {
      this.#options.stream.write(`${text}\n`);
      this.#timer?.refresh();
    }
  }

  #start(runId: string, folder: string): void {
    const { style, live } = this.#options;
    this.printLine(`${style.bold(`Run ${runId}`)}  ${style.dim(folder)}`);
    this.#timer = live
      ? setInterval(() => this.#redraw(), redrawIntervalMs)
      : setInterval(() => this.#remind(), silenceMs);
    // The view must not keep the process alive when the run has ended without telling.
    this.#timer.unref();
  }

  #redraw(): void {
    this.#region.show(liveView(this.#model, this.#region, Date.now(), this.#options.style));
  }

  #remind(): void {
    const now = Date.now();
    for (const activity of this.#model.activities) {
      const age = formatDurationMs(now - activity.startedAtMs).padStart(9);
      const detail = detailOf(activity, now);
      this.printLine(`⋯ ${age}  ${activity.title}${detail ? `: ${shorten(detail, reminderWidth)}` : ''}`);
    }
  }
}

/** What even a quiet report tells at once. */
function isFailure(event: RunEvent): boolean {
  switch (event.type) {
    case 'step-ended':
      return event.status === 'failed';
    case 'check':
      return event.check.outcome === 'failed';
    case 'undo-ended':
      return event.error !== undefined;
    case 'artifact-progress':
      return event.progress.kind === 'ended' && event.progress.outcome === 'failed';
    default:
      return false;
  }
}
