import { formatDurationMs } from '../wait/duration.ts';
import type { OurTiming } from './our-flow.ts';
import type { Timing } from './stopwatch.ts';

/** What somebody's commands took, one after another. */
export interface Measured {
  readonly totalMs: number;
  readonly commands: readonly Timing[];
}

/** The document that `npm run bench:flow -- --json` prints. */
export interface FlowFigures {
  /** The whole guide, on a new cluster. */
  readonly fresh: { readonly ours: OursMeasured; readonly guide: Measured };
  /** The second time, with something of Istio, or of what comes after it, to be tried anew. */
  readonly next: {
    /** The kept run goes on from the step that installs Istio. */
    readonly ours: OursMeasured;
    /** The guide has no way back: its reader deletes the cluster, and follows it again from its beginning. */
    readonly guide: Measured;
    /** Somebody who knows what to delete, and in which order, does the same as ours by hand. */
    readonly byHand: Measured;
  };
  /** Ours to the guide's: smaller is better. */
  readonly ratio: { readonly fresh: number; readonly next: number; readonly nextByHand: number };
}

export interface OursMeasured extends Measured {
  /** Steps of the run, most of them side by side: their times do not add up to the total. */
  readonly steps: readonly Timing[];
}

export interface MeasuredTimings {
  readonly fresh: { readonly ours: OurTiming; readonly guide: readonly Timing[] };
  readonly next: { readonly ours: OurTiming; readonly guide: readonly Timing[]; readonly byHand: readonly Timing[] };
}

export function flowFigures({ fresh, next }: MeasuredTimings): FlowFigures {
  const figures = {
    fresh: { ours: oursMeasured(fresh.ours), guide: measured(fresh.guide) },
    next: { ours: oursMeasured(next.ours), guide: measured(next.guide), byHand: measured(next.byHand) },
  };
  return {
    ...figures,
    ratio: {
      fresh: ratio(figures.fresh.ours, figures.fresh.guide),
      next: ratio(figures.next.ours, figures.next.guide),
      nextByHand: ratio(figures.next.ours, figures.next.byHand),
    },
  };
}

/** The figures as text, ending in a line break. */
export function describeFigures({ fresh, next, ratio: ratios }: FlowFigures): string {
  const blocks = [
    block('The guide, its commands one after another', fresh.guide),
    block('Ours', fresh.ours),
    block('The guide again, on a new cluster', next.guide),
    block('By hand in the same cluster, from Istio on', next.byHand),
    block('Ours, from Istio on', next.ours),
  ];
  return [
    ...blocks,
    `The whole flow: ours takes ${ratios.fresh} of the guide's time.`,
    `The second time: ours takes ${ratios.next} of the guide's, and ${ratios.nextByHand} of that by hand.\n`,
  ].join('\n');
}

function block(title: string, { totalMs, commands }: Measured): string {
  const row = ({ title: name, durationMs }: Timing) => `  ${formatDurationMs(durationMs).padStart(8)}  ${name}`;
  return [title, ...commands.map(row), `  ${formatDurationMs(totalMs).padStart(8)}  in all\n`].join('\n');
}

const measured = (commands: readonly Timing[]): Measured => ({
  totalMs: commands.reduce((sum, { durationMs }) => sum + durationMs, 0),
  commands,
});

const oursMeasured = ({ steps, ...command }: OurTiming): OursMeasured => ({ ...measured([command]), steps });

const ratio = (ours: Measured, theirs: Measured) => Math.round((ours.totalMs / theirs.totalMs) * 1000) / 1000;
