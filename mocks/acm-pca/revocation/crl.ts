import { oid } from '../../der/oids.ts';
import {
  bitString,
  enumerated,
  explicit,
  implicitConstructed,
  implicitPrimitive,
  sequence,
  smallInteger,
  time,
  unsignedInteger,
} from '../../der/writer.ts';
import type { RevocationReason } from '../authority/issued-certificate.ts';
import type { Certificate } from '../x509/certificate.ts';
import { encodeExtension } from '../x509/extension.ts';
import type { KeyPair } from '../x509/key-algorithms.ts';
import { type SigningAlgorithm, signAsync } from '../x509/signing-algorithms.ts';
import { authorityKeyIdentifier } from '../x509/standard-extensions.ts';

export interface RevokedCertificate {
  readonly serialHex: string;
  readonly atMs: number;
  readonly reason: RevocationReason;
}

export interface CrlContent {
  readonly issuer: Certificate;
  readonly number: number;
  readonly thisUpdateMs: number;
  readonly nextUpdateMs: number;
  readonly revoked: readonly RevokedCertificate[];
  /** Set for a partitioned CRL, which must say which distribution point it is for. */
  readonly distributionPointUri: string | undefined;
}

/** CRLReason of RFC 5280 section 5.3.1. */
export const reasonCodes: Readonly<Record<RevocationReason, number>> = {
  UNSPECIFIED: 0,
  KEY_COMPROMISE: 1,
  CERTIFICATE_AUTHORITY_COMPROMISE: 2,
  AFFILIATION_CHANGED: 3,
  SUPERSEDED: 4,
  CESSATION_OF_OPERATION: 5,
  PRIVILEGE_WITHDRAWN: 9,
  A_A_COMPROMISE: 10,
};

/** Writes and signs a version 2 CRL (RFC 5280 section 5.1), DER. */
export async function createCrl(content: CrlContent, keys: KeyPair, algorithm: SigningAlgorithm): Promise<Buffer> {
  const extensions = [
    authorityKeyIdentifier(content.issuer),
    { oid: oid.crlNumber, critical: false, value: smallInteger(content.number) },
    ...(content.distributionPointUri === undefined ? [] : [issuingDistributionPoint(content.distributionPointUri)]),
  ];
  // RFC 5280 section 5.1.2.6: where nothing is revoked the list is absent, not empty.
  const revoked = content.revoked.length > 0 ? [sequence(...content.revoked.map(encodeRevoked))] : [];
  const toBeSigned = sequence(
    smallInteger(1),
    algorithm.identifier,
    content.issuer.subject,
    time(content.thisUpdateMs),
    time(content.nextUpdateMs),
    ...revoked,
    explicit(0, sequence(...extensions.map(encodeExtension))),
  );
  const signature = await signAsync(algorithm, keys.privateKey, toBeSigned);
  return sequence(toBeSigned, algorithm.identifier, bitString(signature));
}

function encodeRevoked({ serialHex, atMs, reason }: RevokedCertificate): Buffer {
  const entry = [unsignedInteger(Buffer.from(serialHex, 'hex')), time(atMs)];
  // RFC 5280 section 5.3.1: the reason should be absent instead of unspecified.
  if (reason === 'UNSPECIFIED') return sequence(...entry);
  const reasonCode = encodeExtension({ oid: oid.reasonCode, critical: false, value: enumerated(reasonCodes[reason]) });
  return sequence(...entry, sequence(reasonCode));
}

/** RFC 5280 section 5.2.5; critical, so that a reader who does not understand partitions does not take one for all. */
function issuingDistributionPoint(uri: string) {
  const name = implicitConstructed(0, implicitPrimitive(6, Buffer.from(uri, 'latin1')));
  return { oid: oid.issuingDistributionPoint, critical: true, value: sequence(explicit(0, name)) };
}
