import { type KeyObject, X509Certificate as NodeCertificate } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { type Name, Certificate as Structure } from '@peculiar/asn1-x509';
import { type CertificateExtensions, readExtensions } from './certificate-extensions.ts';
import { formatDistinguishedName } from './distinguished-name.ts';
import { serialFromHex, spellSerial } from './serial-number.ts';
import { X509Certificate as LibraryCertificate } from './x509-library.ts';

/** What a certificate says, as plain values. Frozen: nothing in a run changes what was read. */
export interface Certificate extends CertificateExtensions {
  /** RFC 4514; '' for the empty name. */
  readonly subject: string;
  readonly issuer: string;
  /** The encoded names. Issuers are found by these bytes, as Go's crypto/x509, hence istiod, finds them. */
  readonly subjectDer: Uint8Array;
  readonly issuerDer: Uint8Array;
  /** Lower-case hex, full octets. */
  readonly serialHex: string;
  readonly serialDecimal: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SHA-256 of the whole certificate, 64 lower-case hex digits. */
  readonly sha256: string;
  /** For example `RSA 2048`, `EC P-256`. */
  readonly publicKeyAlgorithm: string;
  /** OpenSSL's name, for example `sha256WithRSAEncryption`. */
  readonly signatureAlgorithm: string;
  /** As OpenSSL writes it: 64 columns, ending in a line break. */
  readonly pem: string;
  readonly der: Uint8Array;
}

/**
 * Reads one DER certificate.
 * @throws {Error} where the bytes are no certificate, or more than one certificate.
 */
export function readCertificate(der: Uint8Array): Certificate {
  // First the parser that says what is wrong: node:crypto tells of a missing PEM line, whatever the bytes are.
  const structure = AsnConvert.parse(der, Structure);
  const library = new LibraryCertificate(structure);
  const openssl = new NodeCertificate(der);
  if (openssl.raw.length !== der.length) {
    throw new Error(`expected ${openssl.raw.length} bytes, got ${der.length - openssl.raw.length} more after them`);
  }
  const { subject, issuer } = structure.tbsCertificate;
  const serial = spellSerial(serialFromHex(openssl.serialNumber));
  return deepFreeze({
    subject: formatDistinguishedName(subject),
    issuer: formatDistinguishedName(issuer),
    subjectDer: encodeName(subject),
    issuerDer: encodeName(issuer),
    serialHex: serial.hex,
    serialDecimal: serial.decimal,
    notBefore: library.notBefore,
    notAfter: library.notAfter,
    sha256: openssl.fingerprint256.replaceAll(':', '').toLowerCase(),
    publicKeyAlgorithm: describeKey(openssl.publicKey),
    signatureAlgorithm: openssl.signatureAlgorithm ?? openssl.signatureAlgorithmOid,
    pem: openssl.toString(),
    der: new Uint8Array(der),
    ...readExtensions(library),
  });
}

/** True where two certificates are the same, byte for byte. */
export function isSameCertificate(one: Certificate, other: Certificate): boolean {
  return Buffer.from(one.der).equals(other.der);
}

/** True where a certificate names itself as its issuer, RFC 5280 §6.1 "self-issued". */
export function isSelfIssued(certificate: Certificate): boolean {
  return Buffer.from(certificate.subjectDer).equals(certificate.issuerDer);
}

function encodeName(name: Name): Uint8Array {
  return new Uint8Array(AsnConvert.serialize(name));
}

const curveNames: ReadonlyMap<string, string> = new Map([
  ['prime256v1', 'P-256'],
  ['secp384r1', 'P-384'],
  ['secp521r1', 'P-521'],
]);

function describeKey(key: KeyObject): string {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  const size = modulusLength ?? (namedCurve === undefined ? undefined : (curveNames.get(namedCurve) ?? namedCurve));
  const type = (key.asymmetricKeyType ?? 'unknown').toUpperCase();
  return size === undefined ? type : `${type} ${size}`;
}

/** Byte arrays and dates cannot be frozen; their fields are `readonly` and nobody else holds them. */
function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null && !ArrayBuffer.isView(part)) deepFreeze(part);
  }
  return Object.freeze(value);
}
