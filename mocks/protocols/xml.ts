/** A value that the awsQuery protocol can write. */
export type XmlValue =
  | string
  | number
  | boolean
  | Date
  | undefined
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue };

/**
 * Writes `value` as the element `name`, by the rules of awsQuery: a list's entries are `member` elements, a missing value is
 * no element, a timestamp is ISO 8601.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function xmlElement(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  const content = xmlContent(value);
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;
}

function xmlContent(value: Exclude<XmlValue, undefined>): string {
  if (typeof value === 'string') return escapeXml(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return toWholeSecondIso(value);
  if (isList(value)) return value.map((entry) => xmlElement('member', entry)).join('');
  return Object.entries(value)
    .map(([name, member]) => xmlElement(name, member))
    .join('');
}

function isList(value: object): value is readonly XmlValue[] {
  return Array.isArray(value);
}

/** STS and IAM write whole seconds: `2015-03-14T15:09:26Z`. */
function toWholeSecondIso(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Escapes markup, and drops the control characters that XML 1.0 section 2.2 cannot carry at all. */
export function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not reach the document.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/[&<>"']/g, (character) => escapes[character] ?? character)
  );
}
