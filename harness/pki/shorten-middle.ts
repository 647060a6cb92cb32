/**
 * Cuts the middle out of a text that is wider than `width` characters. Both ends of a name tell it from its like: the
 * common name at one, the organisation or the service account at the other.
 */
export function shortenMiddle(text: string, width: number, ellipsis = '…'): string {
  const characters = Array.from(text);
  const kept = width - Array.from(ellipsis).length;
  if (characters.length <= width || kept < 2) return text;
  const head = Math.ceil(kept / 2);
  return characters.slice(0, head).join('') + ellipsis + characters.slice(characters.length - (kept - head)).join('');
}
