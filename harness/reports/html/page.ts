import { type Asset, scripts, styles } from './assets.ts';
import { type Html, html, trusted } from './html.ts';
import { icon } from './status.ts';

export interface PageSection {
  /** Fragment of its address. */
  readonly id: string;
  readonly title: string;
  readonly content: Html;
}

export interface Page {
  /** Title of the window. */
  readonly title: string;
  readonly header: Html;
  readonly sections: readonly PageSection[];
}

/**
 * A whole page in one file: it loads nothing, and its content security policy holds it to that. The policy names its
 * own style sheet and scripts by their hashes: markup that got in by mistake could still do nothing.
 */
export function renderPage({ title, header, sections }: Page): string {
  const style = styles();
  const modules = scripts();
  return `<!doctype html>
${
  html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(style, modules)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${trusted(style.text)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header class="top">
${header}
<nav aria-label="Sections">
${sections.length > 1 && html`<ul>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul>`}
<button type="button" class="theme" data-theme-toggle hidden>${icon('theme')}<span>Dark</span></button>
</nav>
</header>
<main id="main" tabindex="-1">
${sections.map(sectionOf)}
</main>
<footer><p>Written by pca-e2e. This file loads nothing: it can be kept, sent and opened anywhere.</p></footer>
<p role="status" class="unseen" id="status"></p>
${modules.map(({ text }) => html`<script type="module">${trusted(text)}</script>\n`)}
</body>
</html>`.text
}
`;
}

function sectionOf({ id, title, content }: PageSection): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${content}
</section>
`;
}

function policyOf(style: Asset, modules: readonly Asset[]): string {
  return [
    "default-src 'none'",
    `style-src '${style.hash}'`,
    `script-src ${modules.map(({ hash }) => `'${hash}'`).join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
