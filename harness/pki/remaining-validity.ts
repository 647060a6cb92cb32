/** What a reader asks of a validity: how long still, or since when not any more. */
export function describeRemaining(
  { notBefore, notAfter }: { readonly notBefore: Date; readonly notAfter: Date },
  now: Date,
): string {
  const nowMs = now.getTime();
  if (nowMs < notBefore.getTime()) return `begins in ${inWords(notBefore.getTime() - nowMs)}`;
  if (nowMs > notAfter.getTime()) return `ended ${inWords(nowMs - notAfter.getTime())} ago`;
  return `${inWords(notAfter.getTime() - nowMs)} left`;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** 365 days: near enough for words, and never more than is left. */
const yearMs = 365 * dayMs;

const units = [
  { name: 'year', ms: yearMs },
  { name: 'day', ms: dayMs },
  { name: 'hour', ms: hourMs },
  { name: 'minute', ms: minuteMs },
] as const;

/** The largest unit, rounded down; the next one too where the largest is a single one, whose rest weighs most. */
function inWords(durationMs: number): string {
  const largest = units.findIndex(({ ms }) => durationMs >= ms);
  const unit = units[largest];
  if (unit === undefined) return 'less than a minute';
  const count = Math.floor(durationMs / unit.ms);
  const next = units[largest + 1];
  const rest = count === 1 && next !== undefined ? Math.floor((durationMs - unit.ms) / next.ms) : 0;
  return next === undefined || rest === 0
    ? plural(count, unit.name)
    : `${plural(count, unit.name)} ${plural(rest, next.name)}`;
}

function plural(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
