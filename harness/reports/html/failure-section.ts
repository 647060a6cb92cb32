import type { Diagnosis } from '../../diagnosis/diagnosis.ts';
import { type Problem, problemsOf } from '../problems.ts';
import type { RunReport } from '../run-report.ts';
import { addressOf } from '../wording.ts';
import { type Html, html } from './html.ts';

/** Why a run did not pass: the causes that were found, then every error in its own words. */
export function failureSection(report: RunReport): Html {
  return html`${report.diagnosis.map(diagnosisCard)}
${
  report.outcome === 'failed' &&
  report.diagnosis.length === 0 &&
  report.undiagnosed !== true &&
  html`<p class="note">No known cause fits what was seen. The errors below are the components' own; the evidence has their logs.</p>`
}
${problemsOf(report).map(problemCard)}`;
}

function diagnosisCard({ cause, evidence, remedy, references = [] }: Diagnosis): Html {
  return html`<article class="card cause">
<p class="kicker">Cause</p>
<h3>${cause}</h3>
<h4>What to do</h4>
<p class="remedy">${remedy}</p>
${evidence.length > 0 && html`<h4>Seen</h4>\n<ul class="seen">${evidence.map((line) => html`<li><code>${line}</code></li>`)}</ul>`}
${references.length > 0 && html`<p class="references">See ${references.map((reference, index) => [index > 0 && ', ', linkTo(reference)])}</p>`}
</article>
`;
}

function linkTo(reference: string): Html {
  const address = addressOf(reference);
  return address === undefined ? html`${reference}` : html`<a href="${address}" rel="noreferrer">${reference}</a>`;
}

function problemCard({ where, error, remedy }: Problem): Html {
  return html`<article class="card problem">
<h3>${where}</h3>
<pre class="error" tabindex="0" role="region" aria-label="Error of ${where}">${error}</pre>
${remedy !== undefined && html`<h4>What to do</h4>\n<p class="remedy">${remedy}</p>`}
</article>
`;
}
