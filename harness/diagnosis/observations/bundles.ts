import { type Certificate, isSelfIssued } from '../../pki/certificate.ts';
import { describeName } from '../../pki/describe-certificate.ts';
import { isSignedBy } from '../../pki/link-rules.ts';
import { readPemBundle } from '../../pki/pem-bundle.ts';

/** The certificates of a PEM text that can be read, in its order. */
export function certificatesOf(pem: string | null | undefined): readonly Certificate[] {
  if (!pem) return [];
  return readPemBundle(pem).entries.flatMap((entry) => ('certificate' in entry ? [entry.certificate] : []));
}

/** Signed by itself: a root. */
export const isRoot = (certificate: Certificate): boolean =>
  isSelfIssued(certificate) && isSignedBy(certificate, certificate);

/** `CN=istio-ca (serial 0a1b…)`: tells a renewed CA from the one before. */
export const shown = ({ subject, serialHex }: Certificate): string =>
  `${describeName(subject)} (serial ${serialHex.slice(0, 12)}…)`;

/** The part of a path from `certificate` upwards that its signatures hold together, through any of `others`. */
export function pathFrom(certificate: Certificate, others: readonly Certificate[]): readonly Certificate[] {
  const path = [certificate];
  for (let last: Certificate | undefined = certificate; last !== undefined && !isRoot(last); ) {
    const below: Certificate = last;
    last = others.find((other) => !path.includes(other) && isSignedBy(below, other));
    if (last !== undefined) path.push(last);
  }
  return path;
}

export const includesCertificate = (list: readonly Certificate[], { sha256 }: Certificate): boolean =>
  list.some((certificate) => certificate.sha256 === sha256);
