import { oid } from '../../der/oids.ts';
import {
  childrenOf,
  type DerElement,
  expectSequence,
  expectTag,
  readDer,
  readObjectIdentifier,
  readUnsignedInteger,
} from '../../der/reader.ts';
import { tag } from '../../der/writer.ts';

/** Which certificate is asked about: its issuer by two hashes, and its serial number. */
export interface CertificateId {
  /** As it was asked: the answer repeats it byte for byte. */
  readonly raw: Buffer;
  readonly hashOid: string;
  readonly issuerNameHash: Buffer;
  readonly issuerKeyHash: Buffer;
  readonly serialHex: string;
}

export interface OcspRequest {
  readonly certificates: readonly CertificateId[];
  /** The Extension with the client's nonce, DER; undefined when the client sent none. */
  readonly nonce: Buffer | undefined;
}

/**
 * Reads an OCSPRequest (RFC 6960 section 4.1.1). A signature on the request is not looked at: the answer is for everybody.
 *
 * @throws DerError
 */
export function readOcspRequest(der: Buffer): OcspRequest {
  const [toBeSigned] = expectSequence(readDer(der), 'The OCSP request');
  const fields = expectSequence(toBeSigned, 'The request content');
  const list = fields.find((field) => field.tagByte === tag.sequence);
  const extensions = fields.find((field) => field.tagByte === extensionsTag);
  return {
    certificates: expectSequence(list, 'The list of requests').map(readCertificateId),
    nonce: extensions && findNonce(extensions),
  };
}

const extensionsTag = 0xa2;

function readCertificateId(request: DerElement): CertificateId {
  const [id] = expectSequence(request, 'A single request');
  const [algorithm, nameHash, keyHash, serial] = expectSequence(id, 'A certificate identifier');
  return {
    raw: expectTag(id, tag.sequence, 'A certificate identifier').raw,
    hashOid: readObjectIdentifier(expectSequence(algorithm, 'The hash algorithm')[0], 'The hash algorithm'),
    issuerNameHash: expectTag(nameHash, tag.octetString, 'The hash of the issuer’s name').content,
    issuerKeyHash: expectTag(keyHash, tag.octetString, 'The hash of the issuer’s key').content,
    serialHex: readUnsignedInteger(serial, 'The serial number').toString('hex').padStart(32, '0'),
  };
}

function findNonce(extensions: DerElement): Buffer | undefined {
  const [list] = childrenOf(extensions);
  return expectSequence(list, 'The request extensions').find(
    (extension) => readObjectIdentifier(expectSequence(extension, 'An extension')[0], 'An extension') === oid.ocspNonce,
  )?.raw;
}
