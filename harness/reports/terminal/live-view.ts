import { formatDurationMs } from '../../wait/duration.ts';
import type { Activity, ProgressModel } from './progress-model.ts';
import type { Style } from './style.ts';
import { shorten } from './text-width.ts';

export interface ViewSize {
  readonly columns: number;
  readonly rows: number;
}

/** Of the terminal's lines, those that what has ended keeps: the view below it never fills the screen. */
const rowsLeftFree = 6;
const ageWidth = 9;
/** Mark, age and two spaces: where titles begin. */
const titleColumn = ageWidth + 4;

/**
 * What is under way now, as lines that fit the terminal: each step and build with its age, below it what it waits for
 * and since when, and at the end how much of the run is done. Where there is no room for all of it, the second lines go
 * first.
 */
export function liveView(
  model: ProgressModel,
  { columns, rows }: ViewSize,
  nowMs: number,
  style: Style,
): readonly string[] {
  const width = Math.max(20, columns - 1);
  const room = Math.max(2, rows - rowsLeftFree);
  const { activities } = model;
  const twoLines = activities.reduce((sum, { waitsFor }) => sum + (waitsFor === '' ? 1 : 2), 1) <= room;
  const shown = activities.slice(0, room - 1);
  return [
    ...shown.flatMap((activity) => activityLines(activity, { width, twoLines, nowMs, style })),
    style.dim(shorten(progressText(model, activities.length - shown.length, nowMs), width)),
  ];
}

interface LineOptions {
  readonly width: number;
  readonly twoLines: boolean;
  readonly nowMs: number;
  readonly style: Style;
}

function activityLines(activity: Activity, { width, twoLines, nowMs, style }: LineOptions): readonly string[] {
  const { title, startedAtMs, isPart } = activity;
  const age = style.dim(formatDurationMs(nowMs - startedAtMs).padStart(ageWidth));
  const indent = isPart ? '  ' : '';
  const room = width - titleColumn - indent.length;
  const head = shorten(title, room);
  const line = `${style.yellow('⋯')} ${age}  ${indent}${head}`;
  const detail = detailOf(activity, nowMs);
  if (detail === '') return [line];
  if (twoLines) return [line, `${' '.repeat(titleColumn)}${indent}${style.dim(shorten(detail, room))}`];
  const left = room - head.length - 2;
  return [left > 10 ? `${line}  ${style.dim(shorten(detail, left))}` : line];
}

/** `for istiod to be ready, 3.1 s: 0 of 1` */
export function detailOf({ waitsFor, waitingSinceMs, observed }: Activity, nowMs: number): string {
  const waiting = waitsFor === '' ? '' : `for ${waitsFor}, ${formatDurationMs(nowMs - waitingSinceMs)}`;
  return [waiting, observed].filter(Boolean).join(': ');
}

function progressText(model: ProgressModel, hidden: number, nowMs: number): string {
  const { done, all, startedAtMs } = model.steps;
  const more = hidden > 0 ? `and ${hidden} more under way; ` : '';
  return `${more}${done} of ${all} steps done, ${formatDurationMs(nowMs - startedAtMs)}`;
}
