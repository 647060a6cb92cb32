import { formatDurationMs } from '../../wait/duration.ts';
import { repetitionExplained, viewChain } from '../chain-view.ts';
import { problemsOf } from '../problems.ts';
import type { RunReport } from '../run-report.ts';
import {
  addressOf,
  headlineOf,
  isFailed,
  minuteOf,
  namedVersions,
  placeOf,
  summaryOf,
  titleOfStep,
} from '../wording.ts';
import { block, code, plain, plainLines, table } from './markdown.ts';
import { markOf } from './marks.ts';

/** `summary.md`: a run as GitHub shows it beside its job, ending in a line break. */
export function runMarkdown(report: RunReport): string {
  const parts = [
    `## ${markOf(report.outcome)} ${plain(headlineOf(report))}`,
    `${plain(summaryOf(report))} Run ${code(report.runId)} on ${plain(placeOf(report))}, ${minuteOf(report.startedAt)} UTC.`,
    ...diagnosisOf(report),
    ...errorsOf(report),
    ...failedChecksOf(report),
    ...chainOf(report),
    '### Steps',
    stepsOf(report),
    '### Versions',
    table(
      ['Component', 'Version'],
      namedVersions(report.versions).map(([name, version]) => [plain(name), code(version)]),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

function diagnosisOf({ diagnosis }: RunReport): readonly string[] {
  return diagnosis.flatMap(({ cause, remedy, evidence, references = [] }) => [
    `### Cause: ${plain(cause)}`,
    `**What to do:** ${plainLines(remedy)}`,
    ...(evidence.length === 0 ? [] : [block(evidence.join('\n'))]),
    ...(references.length === 0 ? [] : [`See ${references.map(linkTo).join(', ')}`]),
  ]);
}

function linkTo(reference: string): string {
  const address = addressOf(reference);
  return address === undefined ? plain(reference) : `[${plain(reference)}](<${encodeURI(address)}>)`;
}

function errorsOf(report: RunReport): readonly string[] {
  return problemsOf(report).flatMap(({ where, error, remedy }) => [
    `### ${plain(where)}`,
    block(error),
    ...(remedy === undefined ? [] : [`**What to do:** ${plainLines(remedy)}`]),
  ]);
}

function failedChecksOf({ checks }: RunReport): readonly string[] {
  const failed = checks.filter(isFailed);
  if (failed.length === 0) return [];
  const rows = failed.map(({ title, expected, observed }) => [plain(title), plain(expected), plain(observed)]);
  return ['### Failed checks', table(['Check', 'Expected', 'Observed'], rows)];
}

function chainOf({ chain }: RunReport): readonly string[] {
  if (chain.length === 0) return [];
  const { path, repeated } = viewChain(chain);
  const rows = path.map(({ entry, role, signature }) => [
    code(entry.label),
    plain(role),
    [entry.subject, ...(entry.identities ?? [])].filter(Boolean).map(code).join('<br>'),
    plain(signature),
    `${code(entry.serialDecimal)}<br>${code(entry.serialHex)}`,
    `${minuteOf(entry.notBefore)}<br>${minuteOf(entry.notAfter)}`,
  ]);
  const again =
    repeated && `${code(repeated.label)} is the root once more, byte for byte. ${plain(repetitionExplained)}`;
  return [
    '### Certificate chain',
    table(['', 'Certificate', 'Name', 'Signature', 'Serial, decimal and hex', 'Valid from and to, UTC'], rows),
    ...(again === undefined ? [] : [again]),
  ];
}

function stepsOf({ steps, undo = [] }: RunReport): string {
  const rows = steps.map((step) => [
    markOf(step.status),
    plain(titleOfStep(step)),
    step.startedAt === null ? 'not run' : formatDurationMs(step.durationMs),
  ]);
  const undone = undo.map(({ title, note, error, durationMs }) => [
    markOf(error === undefined ? 'passed' : 'failed'),
    `Undo: ${plain(note === undefined ? title : `${title}: ${note}`)}`,
    formatDurationMs(durationMs),
  ]);
  return table(['', 'Step', 'Time'], [...rows, ...undone]);
}
