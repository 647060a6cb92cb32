import type { RunReport } from '../run-report.ts';
import { headlineOf, minuteOf, placeOf, summaryOf } from '../wording.ts';
import { type Html, html } from './html.ts';
import { type Status, statusMark } from './status.ts';
import { versionList } from './version-list.ts';

/** What a reader wants to know first: whether the run passed, what it was, and of which versions. */
export function runHeader(report: RunReport): Html {
  return pageHeader({
    outcome: report.outcome,
    headline: headlineOf(report),
    summary: summaryOf(report),
    facts: [`Run ${report.runId}`, placeOf(report), `${minuteOf(report.startedAt)} UTC`],
    versions: report.versions,
  });
}

export interface PageHeader {
  readonly outcome: Status;
  readonly headline: string;
  readonly summary: string;
  readonly facts: readonly string[];
  readonly versions: object;
}

export function pageHeader({ outcome, headline, summary, facts, versions }: PageHeader): Html {
  return html`<div class="verdict ${outcome}">
${statusMark(outcome)}
<div>
<h1>${headline}</h1>
<p class="summary">${summary}</p>
<ul class="facts">${facts.map((fact) => html`<li>${fact}</li>`)}</ul>
</div>
</div>
${versionList(versions)}`;
}
