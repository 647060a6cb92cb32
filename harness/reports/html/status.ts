import { type Html, html, trusted } from './html.ts';

export type Status = 'passed' | 'failed' | 'skipped' | 'interrupted';

/** Drawn with the colour of the text around them, on 16 by 16 units. */
const drawings = {
  passed: '<circle cx="8" cy="8" r="7"/><path class="cut" d="M4.8 8.4l2.2 2.2 4.3-4.8"/>',
  failed: '<circle cx="8" cy="8" r="7"/><path class="cut" d="M5.4 5.4l5.2 5.2m0-5.2l-5.2 5.2"/>',
  skipped: '<circle class="ring" cx="8" cy="8" r="6"/>',
  interrupted: '<rect x="2" y="2" width="12" height="12" rx="2"/>',
  theme: '<circle class="ring" cx="8" cy="8" r="6"/><path d="M8 2a6 6 0 0 1 0 12z"/>',
  copy: '<path class="ring" d="M5.5 5.5h7v8h-7zM3.5 10.5v-8h7"/>',
} as const;

/** A mark beside a word: never the only thing that tells. */
export function icon(name: keyof typeof drawings): Html {
  return html`<svg class="icon ${name}" viewBox="0 0 16 16" aria-hidden="true">${trusted(drawings[name])}</svg>`;
}

/** A mark that stands alone, and says its status to those who do not see it. */
export function statusMark(status: Status): Html {
  return html`<span class="mark ${status}">${icon(status)}<span class="unseen">${status}</span></span>`;
}
