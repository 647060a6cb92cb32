import { describeRemaining } from '../../pki/remaining-validity.ts';
import type { ChainPlace } from '../chain-view.ts';
import { type Html, html } from './html.ts';
import { percent } from './percent.ts';
import { validityScale } from './validity-scale.ts';

/** Validity bars on one axis: ten years and 24 hours side by side. */
export function validityFigure(path: readonly ChainPlace[], seenAt: string): Html {
  const nowMs = Date.parse(seenAt);
  const spans = path.map(({ entry, role }) => ({
    label: entry.label,
    role,
    fromMs: Date.parse(entry.notBefore),
    toMs: Date.parse(entry.notAfter),
  }));
  const scale = validityScale(nowMs, spans);
  const lines = scale.marks.map(
    ({ percent: at, name }) =>
      html`<line class="${name === 'now' ? 'now' : 'grid'}" x1="${percent(at)}" x2="${percent(at)}" y1="0" y2="100%"/>`,
  );
  const rows = spans.toReversed().map(({ label, role, fromMs, toMs }) => {
    const from = scale.percentOf(fromMs);
    const remaining = describeRemaining({ notBefore: new Date(fromMs), notAfter: new Date(toMs) }, new Date(nowMs));
    return html`<li>
<span class="who"><span class="label">${label}</span> ${role}</span>
<svg class="track" aria-hidden="true">${lines}<rect class="span" x="${percent(from)}" width="${percent(scale.percentOf(toMs) - from)}" y="6" height="12" rx="3"/></svg>
<span class="amount">${remaining}</span>
</li>
`;
  });
  const axis = scale.marks.map(({ percent: at, name, minor }) => {
    const kinds = [name === 'now' && 'now', minor && 'minor', at > 94 && 'end'].filter((kind) => kind !== false);
    return html`<text x="${percent(at)}" y="14" class="${kinds.join(' ')}">${name}</text>`;
  });
  return html`<div class="validity">
<ul>${rows}</ul>
<div class="axis" aria-hidden="true"><svg>${axis}</svg></div>
<p class="note">The axis bends: each mark is a far longer time from now than the one before, so that hours and years can be seen together.</p>
</div>`;
}
