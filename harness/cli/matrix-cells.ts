import { standingRuns } from '../clusters/standing-runs.ts';
import { exitCode } from '../errors/exit-code.ts';
import { exitCodeOf } from '../errors/harness-error.ts';
import { installFlow } from '../flow/install-flow.ts';
import type { Run, RunOptions } from '../flow/run.ts';
import { stepsUntil } from '../flow/validate-graph.ts';
import { type Cell, describeVersions } from '../matrix/cell.ts';
import type { CellRequest } from '../matrix/cell-record.ts';
import type { EndedRun } from '../matrix/cell-result.ts';
import { errorText } from '../reports/error-text.ts';
import type { RunEndContext } from '../reports/reporter.ts';
import type { RunReport } from '../reports/run-report.ts';
import { errorLines } from '../reports/terminal/event-lines.ts';
import { type Style, styleFor } from '../reports/terminal/style.ts';
import { TerminalReport } from '../reports/terminal/terminal-report.ts';
import { headlineOf, summaryOf } from '../reports/wording.ts';
import { buildArtifacts } from './build-artifacts.ts';
import type { Io } from './io.ts';
import { performRun } from './perform-run.ts';
import { removeRun } from './remove-run.ts';

/** Runs cells as `up` would run them, each under a heading, with what it came to instead of its whole report. */
export function cellRunner(io: Io, cells: readonly Cell[], signal: AbortSignal) {
  const style = styleFor(io.stdout, io.env);
  const live = io.stdout.isTTY === true && !io.env['CI'];
  return {
    onCellStarted(cell: Cell): void {
      const which = `${cells.indexOf(cell) + 1} of ${cells.length}`;
      io.stdout.write(`\n${style.bold(`Combination ${which}: ${describeVersions(cell.versions)}`)}\n`);
    },
    async perform(run: Run, { until, sequential }: CellRequest): Promise<EndedRun> {
      const terminal = new TerminalReport({ stream: io.stdout, style, live, summary: cellSummary });
      const performed = performRun({ run, until, sequential, keep: 'never', signal, reporters: [terminal] });
      const { report, error } = await performed;
      return { report, exitCode: error === undefined ? exitCode.ok : exitCodeOf(error) };
    },
  };
}

function cellSummary(report: RunReport, { folder, error }: RunEndContext, style: Style): string {
  const verdict = `${style[report.outcome]} ${style.bold(headlineOf(report))}: ${summaryOf(report)}`;
  return [verdict, ...(error === undefined ? [] : [...errorLines(error, style), `Run folder: ${folder}`])].join('\n');
}

/**
 * Builds what the cells need, before the first of them: it is seen to go on, and no cell pays for it with its time. What
 * cannot be built is left to the cells that need it, whose own reports then tell why.
 */
export async function buildAhead(io: Io, requests: readonly CellRequest[], signal: AbortSignal): Promise<void> {
  const flow = installFlow(() => undefined);
  for (const { options, until } of requests) {
    if (signal.aborted) return;
    if (stepsUntil(flow, until).some(({ id }) => id === 'artifacts')) await buildOne(io, options, signal);
  }
}

async function buildOne(io: Io, options: RunOptions, signal: AbortSignal): Promise<void> {
  try {
    await buildArtifacts(io, options, signal);
  } catch (error) {
    if (signal.aborted) return;
    const [message] = errorText(error).split('\n', 1);
    io.stdout.write(`${styleFor(io.stdout, io.env).failed} ${message}\nWhat needs it will fail; the others go on.\n`);
  }
}

/** Removes what a killed run has left in Docker, and what leads into it. */
export async function removeLeftovers(io: Io, run: Run): Promise<void> {
  const stands = (await standingRuns()).some(({ runId }) => runId === run.id);
  if (stands) io.stdout.write(`Removing what run ${run.id} left\n`);
  // In any case: of a run that was killed very early, only programs may be left.
  const [error] = await removeRun({ run, outputs: {} }, () => undefined);
  if (error !== undefined) throw error;
}
