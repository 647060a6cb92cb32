const unitsMs: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/**
 * Reads a duration as Kubernetes and Go write it: `2160h`, `1h30m`, `15s`.
 *
 * @returns Milliseconds; NaN for a text that is no such duration.
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function goDurationMs(text: string): number {
  if (!/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(text)) return Number.NaN;
  return [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)].reduce(
    (sum, [, amount = '', unit = '']) => sum + Number(amount) * (unitsMs[unit] ?? Number.NaN),
    0,
  );
}
