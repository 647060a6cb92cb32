import type { RenewalReport } from '../run-report.ts';
import { minuteOf } from '../wording.ts';
import { copyable } from './copy-button.ts';
import { type Html, html } from './html.ts';
import { percent } from './percent.ts';
import { timeScale } from './time-scale.ts';

/** Certificates that followed one another: each as a bar from its begin to its end, so that their overlap is seen. */
export function renewalsSection(renewals: readonly RenewalReport[]): Html {
  const fromMs = Math.min(...renewals.map(({ notBefore }) => Date.parse(notBefore)));
  const toMs = Math.max(...renewals.map(({ notAfter }) => Date.parse(notAfter)));
  const scale = timeScale(fromMs, toMs);
  const rows = renewals.map(({ at, serialDecimal, subject, notBefore, notAfter, trigger }, index) => {
    const from = scale.percentOf(Date.parse(notBefore));
    const renewed = percent(scale.percentOf(Date.parse(at)));
    return html`<li>
<div class="what"><time datetime="${at}">${minuteOf(at)} UTC</time> ${trigger}</div>
<svg class="track" aria-hidden="true"><rect class="span" x="${percent(from)}" width="${percent(scale.percentOf(Date.parse(notAfter)) - from)}" y="6" height="12" rx="3"/><line class="now" x1="${renewed}" x2="${renewed}" y1="0" y2="100%"/></svg>
<p class="name">${subject}</p>
<dl>
<div><dt>Serial</dt><dd>${copyable(serialDecimal, `the serial of renewal ${index + 1}`)}</dd></div>
<div><dt>Valid</dt><dd>${minuteOf(notBefore)} to ${minuteOf(notAfter)} UTC</dd></div>
</dl>
</li>
`;
  });
  return html`<p class="lead">Each bar is a certificate's validity; the line in it is when it came into use.</p>
<ol class="renewals">${rows}</ol>`;
}
