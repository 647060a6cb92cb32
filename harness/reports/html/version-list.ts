import { namedVersions } from '../wording.ts';
import { type Html, html } from './html.ts';

/** The versions of everything that the run was made of. */
export function versionList(versions: object): Html {
  const items = namedVersions(versions).map(([name, version]) => html`<div><dt>${name}</dt><dd>${version}</dd></div>`);
  return html`<dl class="versions">${items}</dl>`;
}
