import { formatDurationMs } from '../../wait/duration.ts';
import type { RunReport, StepReport, UndoReport, WaitReport } from '../run-report.ts';
import { titleOfStep } from '../wording.ts';
import { type Html, html } from './html.ts';
import { percent } from './percent.ts';
import { statusMark } from './status.ts';
import { type TimeScale, timeScale } from './time-scale.ts';

/** Everything that took time in a run, on one scale: steps side by side, what each waited for, and the undoing. */
export function timelineSection(report: RunReport): Html {
  const { steps, undo = [], startedAt, durationMs } = report;
  const startMs = Date.parse(startedAt);
  const endMs = Math.max(startMs + durationMs, ...undo.map(endOf));
  const track = new Track(startMs, timeScale(startMs, endMs));
  return html`<p class="lead">Steps run side by side as far as their needs allow. Open one to see what it waited for.</p>
<div class="timeline">
${track.axis()}
<ol>${steps.map((step) => stepRow(step, track))}</ol>
${undo.length > 0 && html`<h3>Undone afterwards</h3>\n<ol>${undo.map((each) => undoRow(each, track))}</ol>`}
</div>`;
}

function stepRow(step: StepReport, track: Track): Html {
  const { status, startedAt, durationMs, waits = [] } = step;
  if (startedAt === null) return idleRow(step, 'not run', track);
  // In a run that was gone on with: what was there already took its time before.
  if (track.isBefore(startedAt)) return idleRow(step, 'done before', track);
  const bar = track.bar({ startedAt, durationMs }, waits, status);
  const amount = html`<span class="amount">${formatDurationMs(durationMs)}</span>`;
  if (waits.length === 0) return html`<li><div class="row">${titleOf(step)}${bar}${amount}</div></li>\n`;
  return html`<li><details><summary class="row">${titleOf(step, 'opens')}${bar}${amount}</summary>
<ol class="waits">${waits.map((wait) => waitRow(wait, track))}</ol>
</details></li>
`;
}

function idleRow(step: StepReport, why: string, track: Track): Html {
  return html`<li><div class="row idle">${titleOf(step)}${track.empty()}<span class="amount">${why}</span></div></li>
`;
}

function titleOf(step: StepReport, kind = ''): Html {
  return html`<span class="what">${statusMark(step.status)}<span class="${kind}">${titleOfStep(step)}</span></span>`;
}

function waitRow(wait: WaitReport, track: Track): Html {
  const { what, durationMs, lastObserved } = wait;
  return html`<li class="row">
<span class="what"><span>${what}</span></span>
${track.bar(wait, [], 'wait')}<span class="amount">${formatDurationMs(durationMs)}</span>
${lastObserved !== undefined && html`<small>last seen: ${lastObserved}</small>`}
</li>
`;
}

function undoRow(undo: UndoReport, track: Track): Html {
  const status = undo.error === undefined ? 'passed' : 'failed';
  return html`<li><div class="row">
<span class="what">${statusMark(status)}<span>${undo.title}</span></span>
${track.bar(undo, [], `undo ${status}`)}<span class="amount">${formatDurationMs(undo.durationMs)}</span>
</div>${undo.note !== undefined && html`<small>${undo.note}</small>`}</li>
`;
}

interface Stretch {
  readonly startedAt: string;
  readonly durationMs: number;
}

/** Draws on the timeline's scale. */
class Track {
  readonly #startMs: number;
  readonly #scale: TimeScale;

  constructor(startMs: number, scale: TimeScale) {
    this.#startMs = startMs;
    this.#scale = scale;
  }

  isBefore(time: string): boolean {
    return Date.parse(time) < this.#startMs;
  }

  /** A stretch of time, and the stretches within it. */
  bar(stretch: Stretch, parts: readonly Stretch[], kind: string): Html {
    const begin = formatDurationMs(Date.parse(stretch.startedAt) - this.#startMs);
    return html`<svg class="track" role="img" aria-label="begins after ${begin}">${this.#grid()}${this.#rect(stretch, `bar ${kind}`, 10)}${parts.map((part) => this.#rect(part, 'part', 6))}</svg>`;
  }

  empty(): Html {
    return html`<svg class="track" aria-hidden="true">${this.#grid()}</svg>`;
  }

  axis(): Html {
    const texts = this.#marks().map(
      ({ at, name }) => html`<text x="${percent(at)}" y="14" class="${at > 94 && 'end'}">${name}</text>`,
    );
    return html`<div class="row axis" aria-hidden="true"><span></span><svg>${texts}</svg><span></span></div>`;
  }

  #rect({ startedAt, durationMs }: Stretch, kind: string, height: number): Html {
    const fromMs = Date.parse(startedAt);
    const from = this.#scale.percentOf(fromMs);
    // What is too short to be seen is shown as a line.
    const width = Math.max(0.25, this.#scale.percentOf(fromMs + durationMs) - from);
    return html`<rect class="${kind}" x="${percent(from)}" width="${percent(width)}" y="50%" height="${height}" rx="2"/>`;
  }

  #grid(): readonly Html[] {
    return this.#marks().map(
      ({ at }) => html`<line class="grid" x1="${percent(at)}" x2="${percent(at)}" y1="0" y2="100%"/>`,
    );
  }

  #marks(): readonly { readonly at: number; readonly name: string }[] {
    return this.#scale.marksMs.map((ms) => ({
      at: this.#scale.percentOf(this.#startMs + ms),
      name: ms === 0 ? '0' : shortDuration(ms),
    }));
  }
}

const minuteMs = 60_000;

/** Round numbers need no decimals. */
function shortDuration(ms: number): string {
  if (ms < minuteMs) return `${ms / 1_000} s`;
  const seconds = Math.round((ms % minuteMs) / 1_000);
  return `${Math.floor(ms / minuteMs)} m${seconds === 0 ? '' : ` ${seconds} s`}`;
}

function endOf({ startedAt, durationMs }: Stretch): number {
  return Date.parse(startedAt) + durationMs;
}
