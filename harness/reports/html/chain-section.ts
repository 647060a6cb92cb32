import type { ChainEntry } from '../../pki/chain-entries.ts';
import { type ChainPlace, repetitionExplained, viewChain } from '../chain-view.ts';
import { minuteOf } from '../wording.ts';
import { copyable } from './copy-button.ts';
import { type Html, html } from './html.ts';
import { icon } from './status.ts';
import { validityFigure } from './validity-figure.ts';

/**
 * The chain as a picture: from the root down to the workload, who signed whom, and how long each is valid.
 *
 * @param seenAt - When the chain was looked at, ISO 8601.
 */
export function chainSection(chain: readonly ChainEntry[], seenAt: string): Html {
  const { path, repeated } = viewChain(chain);
  const root = path.at(-1);
  const order = path.map(({ entry }) => html`<span class="label">${entry.label}</span>`);
  return html`<p class="lead">As the pod presents it: ${order.map((label, index) => [index > 0 && html` <span aria-hidden="true">→</span><span class="unseen">then</span> `, label])}${repeated && html`, and <span class="label">${repeated.label}</span>, the root once more`}. Each is signed by the next.</p>
<ol class="chain">
${repeated && root && repetition(repeated, root.entry)}
${path.toReversed().map((place, depth) => link(place, path[path.length - depth - 2]))}
</ol>
<h3>Validity</h3>
${validityFigure(path, seenAt)}`;
}

function link({ entry, role, signature, signed }: ChainPlace, below: ChainPlace | undefined): Html {
  const { label, serialDecimal, serialHex, notBefore, notAfter, publicKeyAlgorithm } = entry;
  return html`<li>
<article class="card certificate">
<h3><span class="label">${label}</span> ${role}</h3>
${namesOf(entry).map((name) => html`<p class="name">${name}</p>`)}
<div class="figures">
<dl>
<div><dt>Signature</dt><dd class="${signed ? 'good' : 'bad'}">${signature}</dd></div>
${entry.ca === true && html`<div><dt>Below it</dt><dd>${pathLengthOf(entry)}</dd></div>`}
${publicKeyAlgorithm !== undefined && html`<div><dt>Key</dt><dd>${publicKeyAlgorithm}</dd></div>`}
</dl>
<dl>
<div><dt>Serial</dt><dd>${copyable(serialDecimal, `the decimal serial of ${label}`)}</dd></div>
<div><dt>in hex</dt><dd>${copyable(serialHex, `the hexadecimal serial of ${label}`)}</dd></div>
<div><dt>Valid</dt><dd>${minuteOf(notBefore)} to ${minuteOf(notAfter)} UTC</dd></div>
</dl>
</div>
</article>
${below && signs(entry, below.entry)}
</li>
`;
}

function signs(signer: ChainEntry, signed: ChainEntry): Html {
  if (signed.signedBy === undefined) return html`<p class="signs">is named as the issuer of <b>${signed.label}</b></p>`;
  return signed.signedBy === signer.label
    ? html`<p class="signs good">${icon('passed')}<span>signed <b>${signed.label}</b></span></p>`
    : html`<p class="signs bad">${icon('failed')}<span>did not sign <b>${signed.label}</b></span></p>`;
}

function repetition(repeated: ChainEntry, root: ChainEntry): Html {
  return html`<li>
<article class="card repeated">
<h3><span class="label">${repeated.label}</span> The root once more</h3>
<p>The same bytes as <span class="label">${root.label}</span>. ${repetitionExplained}</p>
</article>
<p class="signs same"><span>is <b>${root.label}</b> again</span></p>
</li>
`;
}

function namesOf({ subject, identities = [] }: ChainEntry): readonly string[] {
  return subject === '' ? identities : [subject, ...identities];
}

function pathLengthOf({ pathLength }: ChainEntry): string {
  if (pathLength === undefined) return 'any number of CAs';
  return pathLength === 0 ? 'no CA, only workloads' : `at most ${pathLength} CA${pathLength === 1 ? '' : 's'}`;
}
