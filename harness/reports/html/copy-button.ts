import { type Html, html } from './html.ts';
import { icon } from './status.ts';

/** A value in the writing of machines, with a button that copies it. Without scripts the button is not there. */
export function copyable(value: string, what: string): Html {
  return html`<span class="copyable"><code>${value}</code><button type="button" class="copy" data-copy aria-label="Copy ${what}" hidden>${icon('copy')}</button></span>`;
}
