/** One request of the traffic, as it was answered. */
export interface TrafficAnswer {
  /** ISO 8601. */
  readonly at: string;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly durationMs: number;
  /** Why there was no answer: curl's exit code; 0 when there was one. */
  readonly curlExitCode: number;
  /** Whether every service that makes the page has contributed to it. */
  readonly isWhole: boolean;
}

/** What became of the traffic's requests. */
export interface TrafficReport {
  readonly requests: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** What was not answered by 200 with a whole page, oldest first. */
  readonly failures: readonly TrafficAnswer[];
  readonly p99Ms: number;
}

/** Sums up the answers. */
export function trafficReport(answers: readonly TrafficAnswer[]): TrafficReport {
  const byStatus: Record<string, number> = {};
  for (const { status } of answers) byStatus[status] = (byStatus[status] ?? 0) + 1;
  return {
    requests: answers.length,
    byStatus,
    failures: answers.filter(({ status, isWhole }) => status !== 200 || !isWhole),
    p99Ms: percentile(answers.map(({ durationMs }) => durationMs).sort((one, other) => one - other)),
  };
}

function percentile(sorted: readonly number[]): number {
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0;
}

/**
 * Reads a line of the traffic's loops, `STATUS SECONDS EXIT_CODE whole|partial`.
 *
 * @returns undefined for any other line.
 */
export function readAnswer(line: string, at: Date): TrafficAnswer | undefined {
  const [, status, seconds, exitCode, page] = /^(\d{3}) (\d+\.\d+) (\d+) (whole|partial)$/.exec(line) ?? [];
  if (status === undefined) return undefined;
  return {
    at: at.toISOString(),
    status: Number(status),
    durationMs: Math.round(Number(seconds) * 1000),
    curlExitCode: Number(exitCode),
    isWhole: page === 'whole',
  };
}
