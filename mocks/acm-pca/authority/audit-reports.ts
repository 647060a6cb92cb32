/** AWS makes one report of a CA in that time. */
export const auditReportIntervalMs = 30 * 60 * 1000;

export type AuditReportFormat = 'JSON' | 'CSV';

export interface AuditReport {
  readonly id: string;
  readonly bucketName: string;
  readonly key: string;
  readonly format: AuditReportFormat;
  readonly createdAtMs: number;
  /** Until then the report is CREATING. */
  readonly readyAtMs: number;
  status: 'CREATING' | 'SUCCESS' | 'FAILED';
}

/** The audit reports of one CA. */
export class AuditReports {
  readonly #reports = new Map<string, AuditReport>();
  #lastCreatedAtMs = Number.NEGATIVE_INFINITY;

  /** Whether the last report is old enough for another one. */
  mayCreate(nowMs: number): boolean {
    return nowMs >= this.#lastCreatedAtMs + auditReportIntervalMs;
  }

  add(report: AuditReport): void {
    this.#lastCreatedAtMs = report.createdAtMs;
    this.#reports.set(report.id, report);
  }

  find(id: string): AuditReport | undefined {
    return this.#reports.get(id);
  }

  due(nowMs: number): readonly AuditReport[] {
    return [...this.#reports.values()].filter(({ status, readyAtMs }) => status === 'CREATING' && readyAtMs <= nowMs);
  }
}
