import { formatDurationMs } from '../../wait/duration.ts';
import {
  failedOutsideOfTests,
  type ScenarioReport,
  type ScenarioResult,
  type ScenarioTest,
  summaryOfTests,
} from '../scenario-report.ts';
import { counted, minuteOf } from '../wording.ts';
import { copyable } from './copy-button.ts';
import { type Html, html } from './html.ts';
import { openAll, outcomeFilter } from './list-controls.ts';
import { renderPage } from './page.ts';
import { pageHeader } from './run-header.ts';
import { statusMark } from './status.ts';

/** The scenarios for people, as one file. */
export function scenarioHtml(report: ScenarioReport): string {
  const { outcome, scenarios, startedAt, versions } = report;
  const headline = `${counted(scenarios.length, 'scenario')} ${outcome}`;
  const header = pageHeader({
    outcome,
    headline: outcome === 'passed' ? 'Passed' : `Failed: ${titlesOfFailed(scenarios)}`,
    summary: summaryOfTests(report),
    facts: [counted(scenarios.length, 'scenario'), `${minuteOf(startedAt)} UTC`],
    versions,
  });
  return renderPage({
    title: headline,
    header,
    sections: [{ id: 'scenarios', title: 'Scenarios', content: scenarioList(scenarios) }],
  });
}

function titlesOfFailed(scenarios: readonly ScenarioResult[]): string {
  const [first, ...others] = scenarios.filter(({ outcome }) => outcome === 'failed');
  if (first === undefined) return 'outside of the scenarios';
  return others.length === 0 ? first.title : `${first.title}, and ${counted(others.length, 'other')}`;
}

function scenarioList(scenarios: readonly ScenarioResult[]): Html {
  const outside = scenarios.filter(failedOutsideOfTests).map(({ outcome }) => ({ outcome }));
  const tests = [...scenarios.flatMap((scenario) => scenario.tests), ...outside];
  return html`<div class="choices">${outcomeFilter('scenario-list', 'tests', tests)}${openAll('scenario-list')}</div>
<div id="scenario-list">
${scenarios.map(scenarioGroup)}
<p class="note" data-nothing hidden>No test failed.</p>
</div>`;
}

function scenarioGroup(scenario: ScenarioResult): Html {
  const { title, file, outcome, durationMs, setUp, tests } = scenario;
  return html`<section class="group" data-group>
<h3>${statusMark(outcome)} ${title} <small>${formatDurationMs(durationMs)}</small></h3>
<ul class="facts"><li>${file}</li>${setUp && html`<li>on ${setUp.name}, set up in ${formatDurationMs(setUp.durationMs)}: ${copyable(setUp.folder, 'the folder of its set-up')}</li>`}</ul>
${failedOutsideOfTests(scenario) && html`<p class="note" data-outcome="failed">It failed outside of its tests; the report of its set-up tells more.</p>`}
${tests.length > 0 && html`<ul class="items">${tests.map(testItem)}</ul>`}
</section>
`;
}

function testItem({ title, outcome, durationMs, error }: ScenarioTest): Html {
  const row = html`${statusMark(outcome)}<span>${title}</span><small>${outcome === 'skipped' ? 'skipped' : formatDurationMs(durationMs)}</small>`;
  if (error === undefined) return html`<li data-outcome="${outcome}"><div class="item">${row}</div></li>\n`;
  return html`<li data-outcome="${outcome}"><details${outcome === 'failed' && html` open`}>
<summary class="item">${row}</summary>
<pre class="error" tabindex="0" role="region" aria-label="Error of ${title}">${error}</pre>
</details></li>
`;
}
