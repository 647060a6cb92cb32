import type { Certificate } from './certificate.ts';

/** A place in a chain where a certificate was read. */
export interface PresentMember {
  /** The suffix of the file that the guide's `split` writes it to: aa, ab, … */
  readonly label: string;
  readonly certificate: Certificate;
}

/** A place in a chain where a certificate should be. */
export interface AbsentMember {
  readonly label: string;
  /** Why there is none, worded to follow the label: `is missing: …`. */
  readonly problem: string;
}

export type ChainMember = PresentMember | AbsentMember;

const letters = 26;

/**
 * The suffix that `split` gives the file of the certificate at `index`: aa, ab, … az, ba, … zz.
 * @throws {RangeError} after zz, where `split` gives up too.
 */
export function chainLabel(index: number): string {
  if (!Number.isInteger(index) || index < 0 || index >= letters * letters) {
    throw new RangeError(`expected an index from 0 to ${letters * letters - 1} (aa to zz), got ${index}`);
  }
  return letter(Math.floor(index / letters)) + letter(index % letters);
}

/** Gives certificates their labels by their order, the leaf first. */
export function labelChain(certificates: readonly Certificate[]): PresentMember[] {
  return certificates.map((certificate, index) => ({ label: chainLabel(index), certificate }));
}

export function isPresent(member: ChainMember): member is PresentMember {
  return 'certificate' in member;
}

function letter(position: number): string {
  return String.fromCharCode('a'.charCodeAt(0) + position);
}
