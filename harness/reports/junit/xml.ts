/** An element of XML. Attributes that are undefined are left out. */
export interface Element {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | number | undefined>>;
  readonly content?: string | readonly Element[];
}

/** A whole XML document, ending in a line break. */
export function xmlDocument(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${lines(root, '').join('\n')}\n`;
}

function lines({ name, attributes = {}, content = [] }: Element, indent: string): readonly string[] {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : ` ${key}="${attributeText(String(value))}"`,
  );
  const start = `${indent}<${name}${written.join('')}`;
  if (content.length === 0) return [`${start}/>`];
  if (typeof content === 'string') return [`${start}>${text(content)}</${name}>`];
  return [`${start}>`, ...content.flatMap((child) => lines(child, `${indent}  `)), `${indent}</${name}>`];
}

/** Colours of terminals first: without their first character the rest of them would stay as litter. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const terminalColour = /\u001b\[[\d;]*[A-Za-z]/g;
/** What no XML 1.0 document may hold, not even escaped. @see https://www.w3.org/TR/xml/#charsets */
const notXml = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function text(value: string): string {
  return value
    .replace(terminalColour, '')
    .replace(notXml, '')
    .replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

/** A reader makes spaces of the line breaks in attributes, unless they are written as references. */
function attributeText(value: string): string {
  return text(value).replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
