import { block, code, plain, plainLines, table } from '../../reports/markdown/markdown.ts';
import { markOf } from '../../reports/markdown/marks.ts';
import { shorten } from '../../reports/terminal/text-width.ts';
import { minuteOf } from '../../reports/wording.ts';
import { formatDurationMs } from '../../wait/duration.ts';
import { describeVersions, matrixComponents } from '../cell.ts';
import type { CellReport, MatrixReport } from '../matrix-report.ts';
import { describeChange, headlineOfMatrix, statusOf, summaryOfMatrix, talliesOf } from './matrix-wording.ts';

/** `summary.md`: a matrix as GitHub shows it beside its job, ending in a line break. */
export function matrixMarkdown(report: MatrixReport): string {
  const parts = [
    `## ${markOf(report.outcome)} ${plain(headlineOfMatrix(report))}`,
    `${plain(summaryOfMatrix(report))} ${minuteOf(report.startedAt)} UTC.`,
    combinationsOf(report),
    ...report.cells.filter(({ outcome }) => outcome === 'failed').flatMap(failureOf),
    ...talliedVersions(report),
    ...changesOf(report),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Some errors hold a whole command; below the table they have the room. */
const tableCauseWidth = 160;

function combinationsOf({ cells }: MatrixReport): string {
  return table(
    ['', ...matrixComponents.map(({ title }) => title), 'Time', 'Cause'],
    cells.map((cell) => [
      markOf(statusOf(cell)),
      ...matrixComponents.map(({ key }) => code(cell.versions[key])),
      cell.outcome === 'not-run' ? 'not run' : formatDurationMs(cell.durationMs),
      plain(shorten(cell.cause ?? '', tableCauseWidth)),
    ]),
  );
}

function failureOf({ versions, cause, error, remedy, folder, command }: CellReport): readonly string[] {
  return [
    `### ${plain(describeVersions(versions))}`,
    ...(cause === null ? [] : [`**Cause:** ${plain(cause)}`]),
    ...(remedy === undefined ? [] : [`**What to do:** ${plainLines(remedy)}`]),
    ...(error === undefined ? [] : [block(error)]),
    `Its report and evidence are in ${code(folder)}. To look inside: ${code(command)}`,
  ];
}

function talliedVersions(report: MatrixReport): readonly string[] {
  const tallies = talliesOf(report);
  if (tallies.length === 0) return [];
  const rows = tallies.map(({ name, version, passed, cells }) => [plain(name), code(version), `${passed} of ${cells}`]);
  return ['### By version', table(['Component', 'Version', 'Passed'], rows)];
}

function changesOf({ baseline }: MatrixReport): readonly string[] {
  if (baseline === undefined) return [];
  const head = `### Against the baseline of ${minuteOf(baseline.startedAt)} UTC`;
  if (baseline.changes.length === 0) return [head, 'Nothing changed.'];
  const rows = baseline.changes.map((each) => [plain(describeChange(each)), plain(describeVersions(each.versions))]);
  return [head, table(['Change', 'Combination'], rows)];
}
