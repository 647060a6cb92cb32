import { explicit, sequence, smallInteger, time, unsignedInteger } from '../../der/writer.ts';
import { type Extension, encodeExtension } from '../x509/extension.ts';

export interface CertificateFields {
  readonly serial: Buffer;
  /** The AlgorithmIdentifier that the signature will carry, DER. */
  readonly signatureIdentifier: Buffer;
  readonly issuer: Buffer;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly subject: Buffer;
  readonly publicKeyInfo: Buffer;
  readonly extensions: readonly Extension[];
}

const version3 = explicit(0, smallInteger(2));

/** The part of a certificate that is signed: TBSCertificate of RFC 5280 section 4.1. */
export function encodeTbsCertificate(fields: CertificateFields): Buffer {
  return sequence(
    version3,
    unsignedInteger(fields.serial),
    fields.signatureIdentifier,
    fields.issuer,
    sequence(time(fields.notBeforeMs), time(fields.notAfterMs)),
    fields.subject,
    fields.publicKeyInfo,
    explicit(3, sequence(...fields.extensions.map(encodeExtension))),
  );
}
