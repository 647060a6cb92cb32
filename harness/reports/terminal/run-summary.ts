import { join } from 'node:path';
import { drawChain } from '../../pki/chain-picture.ts';
import { parsePemBundle } from '../../pki/pem-bundle.ts';
import { formatDurationMs } from '../../wait/duration.ts';
import { errorText } from '../error-text.ts';
import type { RunEndContext } from '../reporter.ts';
import type { RunReport } from '../run-report.ts';
import { diagnosisLines } from './diagnosis-lines.ts';
import { errorLines } from './event-lines.ts';
import { lookInside } from './look-inside.ts';
import type { Style } from './style.ts';

/** What stays on the screen when a run has ended: the chain, the verdict, the error, and where to look. */
export function runSummary(report: RunReport, context: RunEndContext, style: Style): string {
  return [
    ...chainPicture(context),
    '',
    ...stepTable(report, style),
    '',
    verdict(report, style),
    ...(context.error === undefined ? [] : errorLines(context.error, style)),
    ...diagnosisPart(report, context, style),
    ...unwrittenPart(context),
    `Run folder: ${context.folder}`,
    ...(context.kept ? keptHints(report, context.folder) : []),
  ].join('\n');
}

/** The same in few lines: the verdict, what went wrong, and where to look. */
export function shortSummary(report: RunReport, context: RunEndContext, style: Style): string {
  return [
    verdict(report, style),
    ...(context.error === undefined ? [] : errorLines(context.error, style)),
    ...diagnosisPart(report, context, style),
    ...unwrittenPart(context),
    `Run folder: ${context.folder}${context.kept ? ' (kept)' : ''}`,
  ].join('\n');
}

function chainPicture({ chainPem }: RunEndContext): readonly string[] {
  return chainPem === undefined ? [] : ['', drawChain(parsePemBundle(chainPem), { width: 80, now: new Date() })];
}

function stepTable({ steps, durationMs }: RunReport, style: Style): readonly string[] {
  const rows = steps.map(
    (step) =>
      [
        step.guideStep === 'before' ? '' : String(step.guideStep),
        step.title,
        step.status === 'passed' ? formatDurationMs(step.durationMs) : step.status,
      ] as const,
  );
  return [
    style.bold(`${'Guide'.padEnd(6)} ${'Step'.padEnd(42)} ${'Time'.padStart(12)}`),
    ...rows.map(([guide, title, time]) => `${guide.padEnd(6)} ${title.padEnd(42)} ${time.padStart(12)}`),
    style.dim(
      `${''.padEnd(6)} ${'Whole run, steps side by side'.padEnd(42)} ${formatDurationMs(durationMs).padStart(12)}`,
    ),
  ];
}

function verdict({ outcome, checks }: RunReport, style: Style): string {
  const failed = checks.filter((check) => check.outcome === 'failed').length;
  const counts = `${checks.length - failed} checks held, ${failed} failed`;
  if (outcome === 'passed') return `${style.passed} ${style.bold(style.green('Passed'))}: ${counts}`;
  if (outcome === 'interrupted') return `${style.interrupted} ${style.bold(style.yellow('Interrupted'))}: ${counts}`;
  return `${style.failed} ${style.bold(style.red('Failed'))}: ${counts}`;
}

/** What is known of a failure; a diagnosis that failed itself is said to have, and hides nothing. */
function diagnosisPart(report: RunReport, context: RunEndContext, style: Style): readonly string[] {
  const { outcome, diagnosis, undiagnosed = false } = report;
  if (outcome !== 'failed' || undiagnosed) return [];
  if (context.evidenceError !== undefined) {
    return [
      '',
      style.yellow('The evidence could not be collected in full:'),
      ...errorLines(context.evidenceError, style),
    ];
  }
  if (diagnosis.length === 0) {
    return [`No known cause fits what was seen. It is all in ${join(context.folder, 'evidence')}.`];
  }
  return ['', style.bold('Diagnosis'), '', ...diagnosisLines(diagnosis, style)];
}

/** The error is shown by itself when it is one of these. */
function unwrittenPart({ unwritten = [], error }: RunEndContext): readonly string[] {
  return unwritten.filter((each) => each !== error).map(errorText);
}

function keptHints({ runId, provider }: RunReport, folder: string): readonly string[] {
  const commands = lookInside({ runId, folder, provider: provider === 'existing' ? provider : 'kind' });
  return ['Kept. To look inside, go on, and remove it:', ...commands.map((command) => `  ${command}`)];
}
