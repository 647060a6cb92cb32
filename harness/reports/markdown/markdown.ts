/**
 * A text as one line of Markdown that shows it as it is: no markup, no HTML, no end of a table's cell.
 * @see https://github.github.com/gfm/#backslash-escapes
 */
export function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]<>#+!|~$&]/g, (character) => htmlFor[character] ?? `\\${character}`);
}

/** A backslash would not keep these from being HTML, the end of a cell, or a formula. */
const htmlFor: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '|': '&#124;',
  $: '&#36;',
};

/** Several lines of text, each as `plain` shows it. */
export function plainLines(text: string): string {
  return text.trim().split('\n').map(plain).join('<br>');
}

/** A value in the writing of machines. HTML's own element: a code span cannot hold every text, in a table least. */
export function code(text: string): string {
  return `<code>${plain(text)}</code>`;
}

/** Lines as they are, fenced by more backticks than any line has. */
export function block(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text.trimEnd()}\n${fence}`;
}

/** A table; its cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
