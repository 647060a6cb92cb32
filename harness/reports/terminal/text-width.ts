/** Cuts a text to a width, in characters, with an ellipsis in the place of what is cut. Escape sequences are not expected. */
export function shorten(text: string, width: number): string {
  // By characters, not by UTF-16 units: half of one would be shown as a question mark.
  const characters = [...text.replaceAll(/\s+/g, ' ').trim()];
  if (characters.length <= width) return characters.join('');
  return width <= 1 ? '…'.slice(0, width) : `${characters.slice(0, width - 1).join('')}…`;
}

/**
 * Breaks a text into lines of at most `width` characters, between words; a word that is longer, such as an ARN, keeps a
 * line of its own. Every line but the first begins with `indent`.
 */
export function wrap(text: string, width: number, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line.trim() !== '' && longer.length > width) {
      lines.push(line);
      line = `${indent}${word}`;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}
