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

/** Where AWS has written a serial, which says how it is read. */
export type SerialSource = 'certificate-arn' | 'described';

/** A serial number as it was read, and in which notation; undefined for text that is none. */
export interface ReadSerial {
  readonly value: bigint;
  readonly notation: 'hex' | 'decimal';
}

/**
 * Reads a serial in AWS's notation, of which each place has one. A certificate's ARN ends in hex, also where it happens to hold
 * no letter. `DescribeCertificateAuthority` gives hex with colons between the octets, or plain digits, which are decimal as in
 * the console and in the guide's step 9; plain text with letters can only be hex.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_IssueCertificate.html (CertificateArn)
 */
export function readSerial(text: string, source: SerialSource): ReadSerial | undefined {
  if (source === 'described') {
    if (/^[0-9]+$/.test(text)) return { value: BigInt(text), notation: 'decimal' };
    if (/^[0-9a-f]{2}(:[0-9a-f]{2})+$/i.test(text)) {
      return { value: serialFromHex(text.replaceAll(':', '')), notation: 'hex' };
    }
  }
  return /^[0-9a-f]+$/i.test(text) ? { value: serialFromHex(text), notation: 'hex' } : undefined;
}
