import type { RunEvent } from '../../flow/run-events.ts';
import { formatDurationMs } from '../../wait/duration.ts';
import type { Reporter, RunEndContext } from '../reporter.ts';
import type { RunReport } from '../run-report.ts';
import { lineFor } from './event-lines.ts';
import { LiveRegion } from './live-region.ts';
import { type Activity, ProgressModel } from './progress-model.ts';
import { runSummary } from './run-summary.ts';
import type { Style } from './style.ts';
import { shorten } from './text-width.ts';

export interface TerminalReportOptions {
  readonly stream: NodeJS.WriteStream;
  readonly style: Style;
  /** Redraws what is under way in place; otherwise every line stays and has a time in front, as CI logs want it. */
  readonly live: boolean;
}

const redrawIntervalMs = 100;
/** In a log that cannot be redrawn, a wait is mentioned again after this long: long work never stays silent. */
const reminderIntervalMs = 10_000;

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
    this.#model.onEvent(event);
    if (event.type === 'run-started') this.#start(event.runId, event.folder);
    if (event.type === 'step-started' && !this.#options.live) this.#print(`▶ ${this.#model.titleOf(event.stepId)}`);
    const line = lineFor(event, (stepId) => this.#model.titleOf(stepId), this.#options.style);
    if (line !== undefined) this.#print(line);
  }

  onEnd(report: RunReport, context: RunEndContext): void {
    clearInterval(this.#timer);
    if (this.#options.live) this.#region.show([]);
    this.#options.stream.write(`${runSummary(report, context, this.#options.style)}\n`);
  }

  #start(runId: string, folder: string): void {
    const { style, live } = this.#options;
    this.#print(`${style.bold(`Run ${runId}`)}  ${style.dim(folder)}`);
    this.#timer = live
      ? setInterval(() => this.#redraw(), redrawIntervalMs)
      : setInterval(() => this.#remind(), reminderIntervalMs);
    // The view must not keep the process alive when the run has ended without telling.
    this.#timer.unref();
  }

  #redraw(): void {
    const room = Math.max(1, this.#region.rows - 2);
    this.#region.show(this.#model.activities.slice(0, room).map((activity) => this.#activityLine(activity)));
  }

  #activityLine({ title, startedAtMs, detail }: Activity): string {
    const age = formatDurationMs(Date.now() - startedAtMs).padStart(9);
    const width = this.#region.columns - 1;
    const head = shorten(title, Math.max(10, width - 14));
    const room = width - 13 - head.length - 2;
    const { style } = this.#options;
    return `${style.yellow('⋯')} ${style.dim(age)}  ${head}${room > 10 && detail ? `  ${style.dim(shorten(detail, room))}` : ''}`;
  }

  #remind(): void {
    for (const { title, startedAtMs, detail } of this.#model.activities) {
      this.#print(
        `⋯ ${formatDurationMs(Date.now() - startedAtMs).padStart(9)}  ${title.trim()}${detail ? `: ${shorten(detail, 160)}` : ''}`,
      );
    }
  }

  #print(text: string): void {
    if (this.#options.live) this.#region.print(text);
    else this.#options.stream.write(`${this.#options.style.dim(new Date().toISOString().slice(11, 19))} ${text}\n`);
  }
}
