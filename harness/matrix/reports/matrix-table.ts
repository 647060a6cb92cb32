import { shortenMiddle } from '../../pki/shorten-middle.ts';
import type { Style } from '../../reports/terminal/style.ts';
import { shorten } from '../../reports/terminal/text-width.ts';
import { minuteOf } from '../../reports/wording.ts';
import { formatDurationMs } from '../../wait/duration.ts';
import { matrixComponents } from '../cell.ts';
import type { BaselineComparison, CellChange, CellReport, MatrixReport } from '../matrix-report.ts';
import { describeChange, headlineOfMatrix, statusOf, summaryOfMatrix } from './matrix-wording.ts';

const width = 80;
/** Wide enough for every release's version; the path of a checkout is cut in its middle. */
const versionWidth = 14;
const lastWidth = 14;

/** What stays on the screen when a matrix has ended: which combination works, which does not, and why. 80 columns. */
export function matrixTable(report: MatrixReport, folder: string, style: Style): string {
  return [
    '',
    style.bold(
      row(
        '',
        matrixComponents.map(({ title }) => title),
        'Time',
      ),
    ),
    ...report.cells.flatMap((cell) => cellLines(cell, style)),
    ...(report.baseline === undefined ? [] : ['', ...changeLines(report.baseline, style)]),
    '',
    `${style[report.outcome]} ${style.bold(headlineOfMatrix(report))}`,
    summaryOfMatrix(report),
    `Reports: ${folder}`,
  ].join('\n');
}

function cellLines(cell: CellReport, style: Style): readonly string[] {
  const { versions, outcome, durationMs, cause } = cell;
  const time = outcome === 'not-run' ? 'not run' : formatDurationMs(durationMs);
  const line = row(
    style[statusOf(cell)],
    matrixComponents.map(({ key }) => versions[key]),
    time,
  );
  return cause === null ? [line] : [line, `  ${style.dim(shorten(cause, width - 2))}`];
}

/** @param mark - One character wide, or nothing. */
function row(mark: string, versions: readonly string[], last: string): string {
  const cells = versions.map((version) => shortenMiddle(version, versionWidth).padEnd(versionWidth));
  return `${mark === '' ? ' ' : mark} ${cells.join('  ')}  ${last.padStart(lastWidth)}`;
}

function changeLines({ startedAt, changes }: BaselineComparison, style: Style): readonly string[] {
  const head = style.bold(`Against the baseline of ${minuteOf(startedAt)} UTC`);
  if (changes.length === 0) return [head, '  Nothing changed.'];
  return [head, ...changes.flatMap(changeLine)];
}

function changeLine(change: CellChange): readonly string[] {
  const versions = matrixComponents.map(({ key }) => change.versions[key]);
  const line = row('', versions, change.change.replace('-', ' '));
  return change.durationMs === undefined ? [line] : [line, `  ${describeChange(change)}`];
}
