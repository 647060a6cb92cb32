import { type Certificate, isSameCertificate } from './certificate.ts';
import { type ChainMember, isPresent } from './chain-member.ts';

const shortDigestDigits = 16;

/** A name for a sentence: the empty name, which Istio's leaves have, would leave a hole. */
export function describeName(name: string): string {
  return name === '' ? 'the empty name' : name;
}

/** Tells a certificate from others of the same subject. */
export function describeCertificate(certificate: Certificate): string {
  return `${describeName(certificate.subject)} (sha256 ${certificate.sha256.slice(0, shortDigestDigits)}…)`;
}

/** A certificate by its place in the chain where it has one, otherwise by its subject. */
export function describeByPlace(certificate: Certificate, members: readonly ChainMember[]): string {
  const place = members.find((member) => isPresent(member) && isSameCertificate(member.certificate, certificate));
  return place === undefined ? `${describeCertificate(certificate)}, not in the chain` : place.label;
}
