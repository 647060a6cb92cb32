import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const styleFiles = ['tokens', 'page', 'parts', 'chain', 'timeline', 'evidence', 'print'];
const scriptFiles = ['theme', 'copy', 'filter', 'open-all', 'search', 'print'];

/** A style sheet or script that a page holds, with the hash by which its content security policy lets it in. */
export interface Asset {
  readonly text: string;
  /** For example `sha256-…`, as the policy has it in quotes. @see https://www.w3.org/TR/CSP3/#grammardef-hash-source */
  readonly hash: string;
}

/** All styles as one sheet. */
export function styles(): Asset {
  return assetOf(styleFiles.map((name) => readFileSync(new URL(`./styles/${name}.css`, import.meta.url), 'utf8')));
}

/** The scripts, each a module of its own scope. Without them a page shows the same, only less handily. */
export function scripts(): readonly Asset[] {
  return scriptFiles.map((name) => assetOf([readFileSync(new URL(`./client/${name}.js`, import.meta.url), 'utf8')]));
}

function assetOf(texts: readonly string[]): Asset {
  const text = `\n${texts.join('\n')}`;
  return { text, hash: `sha256-${createHash('sha256').update(text).digest('base64')}` };
}
