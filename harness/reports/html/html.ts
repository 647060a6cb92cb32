/**
 * Text that is HTML already. Only `html` and `trusted` make it; whatever else is put into `html` is escaped, so that
 * no text of a cluster, a log or a certificate can become markup.
 */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in the holes of `html`: nothing is shown for `undefined` and `false`, lists are joined. */
export type Content = Html | string | number | undefined | false | readonly Content[];

/** A piece of HTML. Holes may stand in text and in quoted attribute values. */
export function html(strings: TemplateStringsArray, ...holes: readonly Content[]): Html {
  return new Html(strings.map((text, index) => text + (index < holes.length ? textOf(holes[index]) : '')).join(''));
}

/** For this project's own styles and scripts alone. */
export function trusted(text: string): Html {
  return new Html(text);
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function textOf(content: Content): string {
  if (content === undefined || content === false) return '';
  if (content instanceof Html) return content.text;
  if (Array.isArray(content)) return content.map(textOf).join('');
  return String(content).replace(/[&<>"']/g, (character) => escapes[character] ?? character);
}
