import type { EvidenceFile } from '../evidence-files.ts';
import { counted } from '../wording.ts';
import { type Html, html } from './html.ts';

/** What the components said, to open, and to search through all at once. */
export function evidenceSection(files: readonly EvidenceFile[]): Html {
  return html`<form class="search" role="search" data-search hidden>
<label for="search">Search in all files</label>
<div>
<input type="search" id="search" autocomplete="off" spellcheck="false">
<button type="button" data-go="-1" aria-label="Previous match">↑</button>
<button type="button" data-go="1" aria-label="Next match">↓</button>
<output for="search"></output>
</div>
</form>
<ul class="files">${files.map(fileItem)}</ul>`;
}

function fileItem({ name, text, sizeBytes }: EvidenceFile): Html {
  return html`<li><details data-file>
<summary><span class="path opens">${name}</span><small>${counted(linesOf(text), 'line')}, ${sizeOf(sizeBytes)}</small></summary>
<pre${isLog(name) && html` class="log"`} tabindex="0" role="region" aria-label="${name}">${text}</pre>
</details></li>
`;
}

/** Lines of a log are long, and read one by one: they are wrapped. Those of tables stay under one another. */
function isLog(name: string): boolean {
  return name.endsWith('.log');
}

function linesOf(text: string): number {
  return text.trimEnd().split('\n').length;
}

function sizeOf(bytes: number): string {
  return bytes < 1_000
    ? `${bytes} B`
    : bytes < 1_000_000
      ? `${(bytes / 1_000).toFixed(1)} kB`
      : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
