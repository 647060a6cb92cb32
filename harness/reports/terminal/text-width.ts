/** Cuts a text to a width, in characters, with an ellipsis in the place of what is cut. Escape sequences are not expected. */
export function shorten(text: string, width: number): string {
  const oneLine = text.replaceAll(/\s+/g, ' ').trim();
  if (oneLine.length <= width) return oneLine;
  return width <= 1 ? '…'.slice(0, width) : `${oneLine.slice(0, width - 1)}…`;
}
