import { createPublicKey, type KeyObject } from 'node:crypto';
import { oid } from '../../der/oids.ts';
import { readPem, writePem } from '../../der/pem.ts';
import {
  childrenOf,
  DerError,
  expectSequence,
  expectTag,
  readBitString,
  readBoolean,
  readDer,
  readNamedBits,
  readSmallInteger,
  readTime,
  readUnsignedInteger,
} from '../../der/reader.ts';
import { tag } from '../../der/writer.ts';
import { type Extension, findExtension, readExtensions } from './extension.ts';
import { identifySignature } from './identify-signature.ts';
import { verifySignature } from './signing-algorithms.ts';

/** A certificate as RFC 5280 section 4.1 lays it out, with what issuing and importing need to know of it. */
export interface Certificate {
  readonly der: Buffer;
  readonly serialHex: string;
  readonly issuer: Buffer;
  readonly subject: Buffer;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly publicKeyInfo: Buffer;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Extension[];
  readonly signed: Buffer;
  readonly signatureIdentifier: Buffer;
  readonly signature: Buffer;
}

export interface BasicConstraints {
  readonly critical: boolean;
  readonly isCa: boolean;
  /** How many CAs may stand below this one; undefined when unlimited. */
  readonly pathLength: number | undefined;
}

/** @throws DerError when the bytes are not a certificate. */
export function readCertificate(der: Buffer): Certificate {
  const [tbs, algorithm, signature] = expectSequence(readDer(der), 'The certificate');
  const fields = expectSequence(tbs, 'The certificate content');
  const afterVersion = fields[0]?.tagByte === 0xa0 ? fields.slice(1) : fields;
  const [serial, , issuer, validity, subject, publicKeyInfo] = afterVersion;
  const [notBefore, notAfter] = expectSequence(validity, 'The validity');
  const extensions = afterVersion.find((field) => field.tagByte === 0xa3);
  const keyInfo = expectTag(publicKeyInfo, tag.sequence, 'The public key').raw;
  return {
    der,
    serialHex: readUnsignedInteger(serial, 'The serial number').toString('hex'),
    issuer: expectTag(issuer, tag.sequence, 'The issuer').raw,
    subject: expectTag(subject, tag.sequence, 'The subject').raw,
    notBeforeMs: readTime(notBefore, 'notBefore'),
    notAfterMs: readTime(notAfter, 'notAfter'),
    publicKeyInfo: keyInfo,
    publicKey: readKey(keyInfo),
    extensions: extensions ? readExtensions(expectTag(childrenOf(extensions)[0], tag.sequence, 'The extensions')) : [],
    signed: expectTag(tbs, tag.sequence, 'The certificate content').raw,
    signatureIdentifier: expectTag(algorithm, tag.sequence, 'The signature algorithm').raw,
    signature: readBitString(signature, 'The signature'),
  };
}

/** Every certificate of a PEM text, in order. @throws DerError when there is something else in it. */
export function readCertificates(pemText: string): readonly Certificate[] {
  return readPem(pemText).map(({ label, der }) => {
    if (label !== 'CERTIFICATE') throw new DerError(`A PEM block ${label} stands where a certificate is expected.`);
    return readCertificate(der);
  });
}

export const certificatePem = (der: Buffer): string => writePem('CERTIFICATE', der);

/** Whether `issuer`'s key signed `subject` and their names meet. */
export function isSignedBy(subject: Certificate, issuer: Pick<Certificate, 'subject' | 'publicKey'>): boolean {
  if (!subject.issuer.equals(issuer.subject)) return false;
  const algorithm = identifySignature(subject.signatureIdentifier);
  if (!algorithm) return false;
  try {
    return verifySignature(algorithm, issuer.publicKey, subject.signed, subject.signature);
  } catch (error) {
    // OpenSSL throws where key and algorithm are of different families.
    if (isOpenSslError(error)) return false;
    throw error;
  }
}

export function basicConstraintsOf(certificate: Certificate): BasicConstraints | undefined {
  const extension = findExtension(certificate.extensions, oid.basicConstraints);
  if (!extension) return undefined;
  const parts = expectSequence(readDer(extension.value), 'The basic constraints');
  const isCa = parts[0]?.tagByte === tag.boolean && readBoolean(parts[0], 'The CA flag');
  const length = parts.find((part) => part.tagByte === tag.integer);
  return {
    critical: extension.critical,
    isCa,
    pathLength: length ? readSmallInteger(length, 'The path length') : undefined,
  };
}

/** Whether the key may sign certificates; a certificate without KeyUsage is not restricted (RFC 5280 section 4.2.1.3). */
export function maySignCertificates(certificate: Certificate): boolean {
  const extension = findExtension(certificate.extensions, oid.keyUsage);
  return !extension || readNamedBits(readDer(extension.value), 'The key usage')[5] === true;
}

function readKey(publicKeyInfo: Buffer): KeyObject {
  try {
    return createPublicKey({ key: publicKeyInfo, format: 'der', type: 'spki' });
  } catch (error) {
    throw new DerError('The public key is not one that can be read.', { cause: error });
  }
}

const isOpenSslError = (error: unknown): boolean => typeof error === 'object' && error !== null && 'code' in error;
