import { copyable } from '../../reports/html/copy-button.ts';
import { type Html, html } from '../../reports/html/html.ts';
import { openAll, outcomeFilter } from '../../reports/html/list-controls.ts';
import { type PageSection, renderPage } from '../../reports/html/page.ts';
import { pageHeader } from '../../reports/html/run-header.ts';
import { statusMark } from '../../reports/html/status.ts';
import { counted, minuteOf } from '../../reports/wording.ts';
import { formatDurationMs } from '../../wait/duration.ts';
import { describeVersions } from '../cell.ts';
import type { BaselineComparison, CellReport, MatrixReport } from '../matrix-report.ts';
import {
  describeChange,
  headlineOfMatrix,
  statusOf,
  summaryOfMatrix,
  talliesOf,
  type VersionTally,
  versionsOfMatrix,
} from './matrix-wording.ts';

/** `matrix.html`: a matrix for people, as one file. It leads to the report of each cell. */
export function matrixHtml(report: MatrixReport): string {
  const { outcome, startedAt, shard } = report;
  const header = pageHeader({
    outcome,
    headline: headlineOfMatrix(report),
    summary: summaryOfMatrix(report),
    facts: [...(shard === undefined ? [] : [`Shard ${shard.index} of ${shard.count}`]), `${minuteOf(startedAt)} UTC`],
    versions: versionsOfMatrix(report),
  });
  return renderPage({ title: `${headlineOfMatrix(report)} · matrix`, header, sections: sectionsOf(report) });
}

function sectionsOf(report: MatrixReport): readonly PageSection[] {
  const { cells, baseline } = report;
  const tallies = talliesOf(report);
  return [
    { id: 'combinations', title: 'Combinations', content: combinationList(cells) },
    ...(tallies.length === 0 ? [] : [{ id: 'versions', title: 'By version', content: tallyList(tallies) }]),
    ...(baseline === undefined
      ? []
      : [{ id: 'changes', title: 'Against the baseline', content: changeList(baseline) }]),
  ];
}

function combinationList(cells: readonly CellReport[]): Html {
  return html`<div class="choices">${outcomeFilter('cells', 'combinations', cells)}${openAll('cells')}</div>
<div id="cells">
<ul class="items">${cells.map(cellItem)}</ul>
<p class="note" data-nothing hidden>No combination failed.</p>
</div>`;
}

function cellItem(cell: CellReport): Html {
  const { versions, outcome, durationMs } = cell;
  const time = outcome === 'not-run' ? 'not run' : formatDurationMs(durationMs);
  return html`<li data-outcome="${outcome}"><details${outcome === 'failed' && html` open`}>
<summary class="item">${statusMark(statusOf(cell))}<span class="opens">${describeVersions(versions)}</span><small>${time}</small></summary>
${cellDetails(cell)}
</details></li>
`;
}

function cellDetails({ versions, cause, error, remedy, folder, command }: CellReport): Html {
  return html`<dl class="claim">
${cause !== null && html`<div><dt>Cause</dt><dd>${cause}</dd></div>`}
${remedy !== undefined && html`<div><dt>What to do</dt><dd>${remedy}</dd></div>`}
${folder !== '' && html`<div><dt>Report</dt><dd><a href="${encodeURI(folder)}/report.html">${folder}</a></dd></div>`}
${command !== '' && html`<div><dt>To look inside</dt><dd>${copyable(command, 'the command')}</dd></div>`}
</dl>
${error !== undefined && error !== cause && html`<pre class="error" tabindex="0" role="region" aria-label="Error of ${describeVersions(versions)}">${error}</pre>`}`;
}

/** What fails wherever it is used stands out. */
function tallyList(tallies: readonly VersionTally[]): Html {
  return html`<ul class="items">${tallies.map(
    ({ name, version, passed, cells }) =>
      html`<li><div class="item">${statusMark(passed === cells ? 'passed' : 'failed')}<span>${name} ${version}</span><small>${passed} of ${counted(cells, 'combination')} passed</small></div></li>\n`,
  )}</ul>`;
}

const statusOfChange = { 'newly-failing': 'failed', fixed: 'passed', slower: 'interrupted' } as const;

function changeList({ startedAt, changes }: BaselineComparison): Html {
  const lead = html`<p class="lead">The baseline is the matrix of ${minuteOf(startedAt)} UTC.</p>`;
  if (changes.length === 0) return html`${lead}<p class="note">Nothing changed.</p>`;
  const items = changes.map((each) => {
    const status =
      each.change in statusOfChange ? statusOfChange[each.change as keyof typeof statusOfChange] : 'skipped';
    return html`<li><div class="item">${statusMark(status)}<span>${describeVersions(each.versions)}</span><small>${describeChange(each)}</small></div></li>\n`;
  });
  return html`${lead}<ul class="items">${items}</ul>`;
}
