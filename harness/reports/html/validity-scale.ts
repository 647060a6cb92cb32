const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const yearMs = 365 * dayMs;

/** Up to here on either side of now the scale is even; beyond, each tenfold stretch of time takes the same room. */
const evenMs = 10 * minuteMs;

const marks = [
  { ms: hourMs, name: '1 hour', minor: true },
  { ms: dayMs, name: '1 day', minor: false },
  { ms: 30 * dayMs, name: '1 month', minor: false },
  { ms: yearMs, name: '1 year', minor: true },
  { ms: 10 * yearMs, name: '10 years', minor: false },
] as const;

export interface Mark {
  readonly percent: number;
  readonly name: string;
  /** Left out where there is little room. */
  readonly minor: boolean;
}

/** A mark that lies past the end by less than this is shown at the end: ten years less an hour are ten years. */
const slackPercent = 0.5;

/** Places moments on an axis on which hours and decades can both be seen. */
export interface ValidityScale {
  percentOf(atMs: number): number;
  readonly marks: readonly Mark[];
}

/**
 * A symmetric logarithmic scale around `nowMs`, wide enough for everything that is shown.
 *
 * @param spans - What is shown, in Unix time in ms; `nowMs` always is.
 */
export function validityScale(
  nowMs: number,
  spans: readonly { readonly fromMs: number; readonly toMs: number }[],
): ValidityScale {
  const bend = (atMs: number) => Math.sign(atMs - nowMs) * Math.log10(1 + Math.abs(atMs - nowMs) / evenMs);
  const least = bend(Math.min(nowMs, ...spans.map(({ fromMs }) => fromMs)));
  const most = bend(Math.max(nowMs + hourMs, ...spans.map(({ toMs }) => toMs)));
  const percentOf = (atMs: number) => ((bend(atMs) - least) / (most - least)) * 100;
  const ahead = marks.map(({ ms, ...mark }) => ({ ...mark, percent: percentOf(nowMs + ms) }));
  return {
    percentOf,
    marks: [{ percent: percentOf(nowMs), name: 'now', minor: false }, ...ahead]
      .filter(({ percent }) => percent <= 100 + slackPercent)
      .map((mark) => ({ ...mark, percent: Math.min(100, mark.percent) })),
  };
}
