/** A duration as people read it: `850 ms`, `4.2 s`, `3 m 07 s`. */
export function formatDurationMs(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 60_000) return `${(durationMs / 1_000).toFixed(1)} s`;
  const totalSeconds = Math.round(durationMs / 1_000);
  return `${Math.floor(totalSeconds / 60)} m ${String(totalSeconds % 60).padStart(2, '0')} s`;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** An age in its largest unit, for what need not be exact: `40 s`, `12 min`, `3 h`, `5 days`. */
export function formatAgeMs(ageMs: number): string {
  if (ageMs < minuteMs) return `${Math.max(0, Math.floor(ageMs / 1_000))} s`;
  if (ageMs < hourMs) return `${Math.floor(ageMs / minuteMs)} min`;
  if (ageMs < 2 * dayMs) return `${Math.floor(ageMs / hourMs)} h`;
  return `${Math.floor(ageMs / dayMs)} days`;
}
