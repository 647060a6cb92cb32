/** A serial number as this project writes it: both spellings that a reader may hold beside it. */
export interface SerialNumber {
  /** Lower-case hex, always full octets (`0a1b`), without the sign octet that DER puts before a high bit. */
  readonly hex: string;
  /** As the AWS console and the guide's `bc` pipeline show it. */
  readonly decimal: string;
}

/** Spells a serial number. A negative one (RFC 5280 §4.1.2.2 asks readers to cope) keeps its sign in both spellings. */
export function spellSerial(serial: bigint): SerialNumber {
  const sign = serial < 0n ? '-' : '';
  const digits = (serial < 0n ? -serial : serial).toString(16);
  return { hex: sign + digits.padStart(digits.length + (digits.length % 2), '0'), decimal: serial.toString(10) };
}

/** Reads plain hex with an optional minus sign, as OpenSSL and node:crypto write serial numbers. */
export function serialFromHex(hex: string): bigint {
  return hex.startsWith('-') ? -BigInt(`0x${hex.slice(1)}`) : BigInt(`0x${hex}`);
}

/**
 * Every number that a serial in one of AWS's spellings may stand for. The console shows decimal; the API, audit reports
 * and certificate ARNs show hex, with and without colons, in either case. Hex that happens to hold no letter looks like
 * decimal, so plain digits have two readings; text that is no serial has none.
 */
export function readingsOfSerial(text: string): readonly bigint[] {
  const trimmed = text.trim();
  if (/^[0-9a-f]{2}(:[0-9a-f]{2})+$/i.test(trimmed)) return [serialFromHex(trimmed.replaceAll(':', ''))];
  const plainHex = /^(?:0x)?([0-9a-f]+)$/i.exec(trimmed)?.[1];
  if (plainHex === undefined) return [];
  return /^[0-9]+$/.test(trimmed) ? [BigInt(trimmed), serialFromHex(plainHex)] : [serialFromHex(plainHex)];
}
