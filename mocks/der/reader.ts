import { tag } from './writer.ts';

/** The bytes are not DER, or not the structure that was expected. */
export class DerError extends Error {}

/** One parsed element: a view into the bytes it came from, nothing copied. */
export interface DerElement {
  readonly tagByte: number;
  /** Header and content: what gets hashed, compared or copied into another structure. */
  readonly raw: Buffer;
  readonly content: Buffer;
}

/** Reads exactly one element; bytes after it are an error. */
export function readDer(bytes: Buffer): DerElement {
  const parsed = readAt(bytes, 0);
  if (parsed.raw.length !== bytes.length) throw new DerError('There are bytes after the end of the structure.');
  return parsed;
}

/** The elements inside a constructed element. */
export function childrenOf(parent: DerElement): readonly DerElement[] {
  const children: DerElement[] = [];
  let offset = 0;
  while (offset < parent.content.length) {
    const child = readAt(parent.content, offset);
    children.push(child);
    offset += child.raw.length;
  }
  return children;
}

/** The element itself if it has the expected tag; otherwise an error that names what was sought. */
export function expectTag(candidate: DerElement | undefined, tagByte: number, what: string): DerElement {
  if (candidate?.tagByte === tagByte) return candidate;
  throw new DerError(`${what} is missing or has the wrong type.`);
}

export const expectSequence = (candidate: DerElement | undefined, what: string): readonly DerElement[] =>
  childrenOf(expectTag(candidate, tag.sequence, what));

export function readObjectIdentifier(candidate: DerElement | undefined, what: string): string {
  const { content } = expectTag(candidate, tag.objectIdentifier, what);
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of content) {
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte & 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [combined] = arcs;
  if (combined === undefined || (content.at(-1) ?? 0) & 0x80)
    throw new DerError(`${what} is not an object identifier.`);
  const first = combined < 80n ? combined / 40n : 2n;
  return [first, combined - first * 40n, ...arcs.slice(1)].join('.');
}

/** A non-negative INTEGER's magnitude, without the sign byte. */
export function readUnsignedInteger(candidate: DerElement | undefined, what: string): Buffer {
  const { content } = expectTag(candidate, tag.integer, what);
  const first = content[0];
  if (first === undefined || first & 0x80) throw new DerError(`${what} is not a non-negative integer.`);
  return first === 0 && content.length > 1 ? content.subarray(1) : content;
}

export function readSmallInteger(candidate: DerElement | undefined, what: string): number {
  const magnitude = readUnsignedInteger(candidate, what);
  if (magnitude.length > 4) throw new DerError(`${what} is too large.`);
  return magnitude.readUIntBE(0, magnitude.length);
}

export function readBoolean(candidate: DerElement | undefined, what: string): boolean {
  const { content } = expectTag(candidate, tag.boolean, what);
  return content.length === 1 && content[0] !== 0;
}

/** A BIT STRING's bytes; only whole bytes are accepted. */
export function readBitString(candidate: DerElement | undefined, what: string): Buffer {
  const { content } = expectTag(candidate, tag.bitString, what);
  if (content[0] !== 0) throw new DerError(`${what} does not consist of whole bytes.`);
  return content.subarray(1);
}

/** A named-bit list such as KeyUsage, as booleans by bit number. */
export function readNamedBits(candidate: DerElement | undefined, what: string): readonly boolean[] {
  const { content } = expectTag(candidate, tag.bitString, what);
  const bits: boolean[] = [];
  for (const byte of content.subarray(1)) {
    for (let bit = 0x80; bit > 0; bit >>= 1) bits.push((byte & bit) !== 0);
  }
  return bits;
}

/** A Time of RFC 5280 section 4.1.2.5, in milliseconds since the epoch. */
export function readTime(candidate: DerElement | undefined, what: string): number {
  const text = candidate?.content.toString('latin1') ?? '';
  const match = candidate?.tagByte === tag.generalizedTime ? generalizedTime.exec(text) : utcTime.exec(text);
  if (!match || (candidate?.tagByte !== tag.utcTime && candidate?.tagByte !== tag.generalizedTime)) {
    throw new DerError(`${what} is not a time.`);
  }
  const [, year = '', month, day, hour, minute, second] = match;
  const century = year.length === 4 ? '' : Number(year) >= 50 ? '19' : '20';
  const epochMs = Date.parse(`${century}${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(epochMs)) throw new DerError(`${what} is not a time.`);
  return epochMs;
}

const utcTime = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;
const generalizedTime = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;

function readAt(bytes: Buffer, offset: number): DerElement {
  const tagByte = bytes[offset];
  const lengthByte = bytes[offset + 1];
  if (tagByte === undefined || lengthByte === undefined) throw new DerError('The structure is cut off.');
  if ((tagByte & 0x1f) === 0x1f) throw new DerError('Multi-byte tags are not used in X.509.');
  let contentStart = offset + 2;
  let length = lengthByte;
  if (lengthByte & 0x80) {
    const lengthBytes = lengthByte & 0x7f;
    // X.690 section 10.1: definite and minimal. Three bytes hold 16 MiB, more than any accepted body.
    if (lengthBytes === 0 || lengthBytes > 3 || contentStart + lengthBytes > bytes.length) {
      throw new DerError('A length is indefinite or too large.');
    }
    length = bytes.readUIntBE(contentStart, lengthBytes);
    if (length < 0x80 || length < 2 ** (8 * (lengthBytes - 1)))
      throw new DerError('A length is not in its shortest form.');
    contentStart += lengthBytes;
  }
  const end = contentStart + length;
  if (end > bytes.length) throw new DerError('The structure is cut off.');
  return { tagByte, raw: bytes.subarray(offset, end), content: bytes.subarray(contentStart, end) };
}
