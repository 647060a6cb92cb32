/** What a rule's patterns captured, by the name of their group. */
export type Captured = Readonly<Record<string, string>>;

const placeholder = /\{(\w+)\}/g;
const optionalPart = /\[\[(.*?)\]\]/g;

/** Replaces `{name}` by what was captured. A part in `[[…]]` is left out when something in it was not. */
export function fillTemplate(template: string, captured: Captured): string {
  return template
    .replaceAll(optionalPart, (_, part: string) =>
      namesIn(part).every((name) => captured[name] !== undefined) ? part : '',
    )
    .replaceAll(placeholder, (_, name: string) => captured[name] ?? '');
}

/** The names that a template cannot do without, and those it can. */
export function namesOfTemplate(template: string): {
  readonly required: readonly string[];
  readonly optional: readonly string[];
} {
  const parts = [...template.matchAll(optionalPart)].map(([, part]) => part ?? '');
  return { required: namesIn(template.replaceAll(optionalPart, '')), optional: parts.flatMap(namesIn) };
}

const namesIn = (text: string): readonly string[] => [...text.matchAll(placeholder)].map(([, name]) => name ?? '');
