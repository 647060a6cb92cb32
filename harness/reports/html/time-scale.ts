const secondMs = 1_000;
const steps = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400,
].map((seconds) => seconds * secondMs);
const mostMarks = 6;

export interface TimeScale {
  percentOf(atMs: number): number;
  /** Times after the start, in ms, at which a line helps the eye. */
  readonly marksMs: readonly number[];
}

/** An even scale of time from `fromMs` to `toMs`, marked at round numbers. */
export function timeScale(fromMs: number, toMs: number): TimeScale {
  const lengthMs = Math.max(1, toMs - fromMs);
  const stepMs = steps.find((step) => lengthMs / step <= mostMarks) ?? lengthMs / mostMarks;
  const marksMs = Array.from({ length: Math.floor(lengthMs / stepMs) + 1 }, (_, index) => index * stepMs);
  return { percentOf: (atMs) => ((atMs - fromMs) / lengthMs) * 100, marksMs };
}
