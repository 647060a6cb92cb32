import { hash } from 'node:crypto';
import { oid } from '../../der/oids.ts';
import { expectSequence, expectTag, readBitString, readDer } from '../../der/reader.ts';
import {
  boolean,
  explicit,
  implicitConstructed,
  implicitPrimitive,
  namedBits,
  objectIdentifier,
  octetString,
  sequence,
  smallInteger,
  tag,
} from '../../der/writer.ts';
import type { Certificate } from './certificate.ts';
import { type Extension, findExtension } from './extension.ts';

/** Key usages in the order of their bits (RFC 5280 section 4.2.1.3), under the names of the service model. */
export const keyUsageNames = [
  'DigitalSignature',
  'NonRepudiation',
  'KeyEncipherment',
  'DataEncipherment',
  'KeyAgreement',
  'KeyCertSign',
  'CRLSign',
  'EncipherOnly',
  'DecipherOnly',
] as const;

export type KeyUsageName = (typeof keyUsageNames)[number];
export type KeyUsage = { readonly [Name in KeyUsageName]?: boolean | undefined };

export function basicConstraints(constraints: {
  readonly isCa: boolean;
  readonly pathLength?: number | undefined;
  readonly critical: boolean;
}): Extension {
  const { isCa, pathLength, critical } = constraints;
  // cA FALSE is the default and thus not encoded: an end entity's value is an empty sequence.
  const content = isCa ? [boolean(true), ...(pathLength === undefined ? [] : [smallInteger(pathLength)])] : [];
  return { oid: oid.basicConstraints, critical, value: sequence(...content) };
}

export function keyUsage(usage: KeyUsage): Extension {
  return { oid: oid.keyUsage, critical: true, value: namedBits(keyUsageNames.map((name) => usage[name] === true)) };
}

export function extendedKeyUsage(purposes: readonly string[], critical: boolean): Extension {
  return { oid: oid.extendedKeyUsage, critical, value: sequence(...purposes.map(objectIdentifier)) };
}

export function subjectKeyIdentifier(publicKeyInfo: Buffer): Extension {
  return { oid: oid.subjectKeyIdentifier, critical: false, value: octetString(keyIdentifier(publicKeyInfo)) };
}

/** Points at the issuer's key: by the identifier that its own certificate carries, or else by the computed one. */
export function authorityKeyIdentifier(issuer: Pick<Certificate, 'extensions' | 'publicKeyInfo'>): Extension {
  const own = findExtension(issuer.extensions, oid.subjectKeyIdentifier);
  const identifier = own
    ? expectTag(readDer(own.value), tag.octetString, 'The subject key identifier').content
    : keyIdentifier(issuer.publicKeyInfo);
  return { oid: oid.authorityKeyIdentifier, critical: false, value: sequence(implicitPrimitive(0, identifier)) };
}

/** Where the CRL is: one distribution point with one URI (RFC 5280 section 4.2.1.13). */
export function crlDistributionPoints(uri: string): Extension {
  const name = implicitConstructed(0, implicitPrimitive(6, Buffer.from(uri, 'latin1')));
  return { oid: oid.crlDistributionPoints, critical: false, value: sequence(sequence(explicit(0, name))) };
}

/** Where the OCSP responder is (RFC 5280 section 4.2.2.1). */
export function authorityInfoAccess(ocspUri: string): Extension {
  const description = sequence(objectIdentifier(oid.accessOcsp), implicitPrimitive(6, Buffer.from(ocspUri, 'latin1')));
  return { oid: oid.authorityInfoAccess, critical: false, value: sequence(description) };
}

/** RFC 5280 section 4.2.1.2, method 1: SHA-1 over the public key's bits. An identifier, not a security measure. */
export function keyIdentifier(publicKeyInfo: Buffer): Buffer {
  const [, bits] = expectSequence(readDer(publicKeyInfo), 'The public key');
  return hash('sha1', readBitString(bits, 'The public key'), 'buffer');
}
