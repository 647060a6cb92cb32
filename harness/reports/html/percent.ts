/** A number as a length of SVG, short and never below nothing. */
export function percent(value: number): string {
  return `${Number(Math.max(0, value).toFixed(3))}%`;
}
