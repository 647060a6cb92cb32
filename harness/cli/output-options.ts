import { type Command, Option } from 'commander';
import { observeCommands } from '../process/run-command.ts';
import type { RunEndContext } from '../reports/reporter.ts';
import type { RunReport } from '../reports/run-report.ts';
import { commandLines } from '../reports/terminal/command-lines.ts';
import { stackLines } from '../reports/terminal/event-lines.ts';
import { runSummary, shortSummary } from '../reports/terminal/run-summary.ts';
import { type Style, styleFor } from '../reports/terminal/style.ts';
import { TerminalReport } from '../reports/terminal/terminal-report.ts';
import type { Io } from './io.ts';

export interface OutputFlags {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** Adds the options that say how much is printed, and in which form. */
export function addOutputOptions(command: Command, document: string): Command {
  return command
    .option('--json', `print ${document} on standard output, and everything else on standard error`, false)
    .addOption(
      new Option('--quiet', 'print the result and what fails, nothing else').default(false).conflicts('verbose'),
    )
    .option('--verbose', 'print every command with its output, secrets hidden, and the stack of an error', false);
}

export interface Output {
  readonly terminal: TerminalReport;
  /** Takes what is told besides a run's steps: on standard error where standard output is for a program. */
  readonly notes: { write(text: string): unknown };
  dispose(): void;
}

/** The terminal, or the log, of a command that runs steps. */
export function openOutput(io: Io, { json, quiet, verbose }: OutputFlags): Output {
  const stream = json ? io.stderr : io.stdout;
  const style = styleFor(stream, io.env);
  const live = stream.isTTY === true && !io.env['CI'] && io.env['TERM'] !== 'dumb' && !quiet;
  const summary = withStack(quiet ? shortSummary : runSummary, verbose || Boolean(io.env['PCA_E2E_STACK']));
  const terminal = new TerminalReport({ stream, style, live, quiet, summary });
  const stop = verbose ? observeCommands(commandLines((line) => terminal.printStamped(line), style)) : () => undefined;
  return { terminal, notes: quiet ? { write: () => true } : stream, dispose: stop };
}

function withStack(summary: typeof runSummary, wanted: boolean): typeof runSummary {
  if (!wanted) return summary;
  return (report: RunReport, context: RunEndContext, style: Style) =>
    [summary(report, context, style), ...stackLines(context.error)].join('\n');
}
