/**
 * A serial number as its users write it: hex, with or without colons, in either case.
 *
 * @returns 32 lower-case digits or more; undefined when it is not hex.
 * @see https://docs.aws.amazon.com/privateca/latest/userguide/PcaRevokeCert.html
 */
export function normaliseSerial(text: string): string | undefined {
  const digits = text.replaceAll(':', '').toLowerCase();
  return /^[0-9a-f]+$/.test(digits) ? digits.replace(/^0+/, '').padStart(32, '0') : undefined;
}
