/** Ends the program with its cause's exit code, without printing anything: a report has shown the cause already. */
export class ReportedError extends Error {
  constructor(cause: unknown) {
    super('The run failed', { cause });
    this.name = 'ReportedError';
  }
}
