import type { CheckReport, RunReport, StepReport } from '../run-report.ts';
import { isFailed, titleOfStep } from '../wording.ts';
import { type Html, html } from './html.ts';
import { openAll, outcomeFilter } from './list-controls.ts';
import { statusMark } from './status.ts';

/** Each claim of the guide with what was expected and what was seen, by the step that looked. Failed ones are open. */
export function checksSection({ checks, steps }: Pick<RunReport, 'checks' | 'steps'>): Html {
  if (checks.length === 0) return html`<p class="note">The run ended before anything was checked.</p>`;
  return html`<div class="choices">${outcomeFilter('checks-list', 'checks', checks)}${openAll('checks-list')}</div>
<div id="checks-list">
${groupsOf(checks, steps).map(group)}
<p class="note" data-nothing hidden>No check failed.</p>
</div>`;
}

interface Group {
  readonly title: string;
  readonly checks: readonly CheckReport[];
}

function groupsOf(checks: readonly CheckReport[], steps: readonly StepReport[]): readonly Group[] {
  const groups = steps.map((step) => ({
    title: titleOfStep(step),
    checks: checks.filter(({ stepId }) => stepId === step.id),
  }));
  const known = new Set(steps.map(({ id }) => id));
  const others = checks.filter(({ stepId }) => stepId === undefined || !known.has(stepId));
  return [...groups, { title: 'The run', checks: others }].filter((each) => each.checks.length > 0);
}

function group({ title, checks }: Group): Html {
  const failed = checks.filter(isFailed).length;
  const held = checks.length - failed;
  return html`<section class="group" data-group>
<h3>${title} <small>${failed > 0 && `${failed} failed, `}${held} held</small></h3>
<ul class="items">${checks.map(item)}</ul>
</section>
`;
}

function item({ title, outcome, expected, observed }: CheckReport): Html {
  return html`<li data-outcome="${outcome}"><details${outcome === 'failed' && html` open`}>
<summary>${statusMark(outcome)}<span class="opens">${title}</span></summary>
<dl class="claim">
<div><dt>Expected</dt><dd>${expected}</dd></div>
<div><dt>Observed</dt><dd>${observed}</dd></div>
</dl>
</details></li>
`;
}
