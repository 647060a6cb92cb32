import { HarnessError } from '../../errors/harness-error.ts';
import type { RunEvent, StepStatus } from '../../flow/run-events.ts';
import { formatDurationMs } from '../../wait/duration.ts';
import { formatBytes } from '../../wait/format-bytes.ts';
import type { Style } from './style.ts';

const durationWidth = 9;

/** The line that stays for an event, or undefined for events that only the live view shows. */
export function lineFor(event: RunEvent, titleOf: (stepId: string) => string, style: Style): string | undefined {
  switch (event.type) {
    case 'step-ended':
      return `${markOf(event.status, style)} ${duration(event.durationMs, style)}  ${titleOf(event.stepId)}${suffixOf(event.status, style)}`;
    case 'check':
      return event.check.outcome === 'passed'
        ? undefined
        : `${style.failed} ${style.bold(event.check.title)}\n    expected  ${event.check.expected}\n    observed  ${event.check.observed}`;
    case 'undo-ended':
      return event.error === undefined
        ? `${style.passed} ${duration(event.durationMs, style)}  Undone: ${titleOf(event.stepId)}${event.note === undefined ? '' : `: ${event.note}`}`
        : [
            `${style.failed} ${duration(event.durationMs, style)}  Not undone: ${titleOf(event.stepId)}`,
            ...errorLines(event.error, style),
          ].join('\n');
    case 'artifact-progress': {
      const { progress } = event;
      if (progress.kind !== 'ended' || progress.outcome === 'cached') return undefined;
      const mark = progress.outcome === 'failed' ? style.failed : style.passed;
      const size = progress.receivedBytes === undefined ? '' : ` (${formatBytes(progress.receivedBytes)})`;
      return `${mark} ${duration(progress.durationMs, style)}    ${progress.unit} ${progress.outcome}${size}`;
    }
    default:
      return undefined;
  }
}

/** What went wrong, where and why, and what to do: every cause in turn, no stack. */
export function errorLines(error: unknown, style: Style): readonly string[] {
  const lines = [`${style.red(style.bold('Error:'))} ${describe(error)}`];
  for (let cause = causeOf(error); cause !== undefined; cause = causeOf(cause)) {
    lines.push(`${style.dim('because')} ${describe(cause)}`);
  }
  for (let at: unknown = error; at !== undefined; at = causeOf(at)) {
    if (at instanceof HarnessError && at.remedy) lines.push(`${style.bold('What to do:')} ${at.remedy}`);
  }
  return lines;
}

/** Where an error and its causes were thrown: for who looks for a mistake in the harness itself. */
export function stackLines(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  return [...(error.stack ?? '').split('\n'), ...stackLines(error.cause)];
}

const causeOf = (error: unknown): unknown => (error instanceof Error ? error.cause : undefined);

const describe = (error: unknown): string => (error instanceof Error ? error.message || error.name : String(error));

function markOf(status: StepStatus, style: Style): string {
  return { passed: style.passed, failed: style.failed, skipped: style.skipped, interrupted: style.interrupted }[status];
}

function suffixOf(status: StepStatus, style: Style): string {
  return status === 'passed' || status === 'failed' ? '' : style.dim(` (${status})`);
}

function duration(durationMs: number, style: Style): string {
  return style.dim(formatDurationMs(durationMs).padStart(durationWidth));
}
