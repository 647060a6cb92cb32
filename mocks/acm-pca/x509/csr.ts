import { oid } from '../../der/oids.ts';
import { readPem, writePem } from '../../der/pem.ts';
import {
  childrenOf,
  DerError,
  expectSequence,
  expectTag,
  readBitString,
  readDer,
  readObjectIdentifier,
} from '../../der/reader.ts';
import {
  bitString,
  implicitConstructed,
  objectIdentifier,
  sequence,
  setOf,
  smallInteger,
  tag,
} from '../../der/writer.ts';
import { displayName } from './display-name.ts';
import { type Extension, encodeExtension, readExtensions } from './extension.ts';
import { identifySignature } from './identify-signature.ts';
import type { KeyPair } from './key-algorithms.ts';
import { type SigningAlgorithm, signAsync, verifySignature } from './signing-algorithms.ts';

/** A certification request (RFC 2986) whose signature has been verified. */
export interface VerifiedCsr {
  /** The Name exactly as the requester wrote it, DER. */
  readonly subject: Buffer;
  /** The SubjectPublicKeyInfo exactly as the requester wrote it, DER. */
  readonly publicKeyInfo: Buffer;
  readonly extensions: readonly Extension[];
}

/**
 * Reads a PEM request and checks that its requester holds the private key.
 *
 * @throws DerError that says what is wrong with it.
 */
export function readCsr(pemText: string): VerifiedCsr {
  const [block, ...others] = readPem(pemText);
  if (!block || others.length > 0 || !/^(NEW )?CERTIFICATE REQUEST$/.test(block.label)) {
    throw new DerError('Exactly one PEM block CERTIFICATE REQUEST is expected.');
  }
  const [info, algorithm, signature] = expectSequence(readDer(block.der), 'The request');
  const [version, subject, publicKeyInfo, attributes] = expectSequence(info, 'The request information');
  expectTag(version, tag.integer, 'The request version');
  const csr = {
    subject: expectTag(subject, tag.sequence, 'The subject').raw,
    publicKeyInfo: expectTag(publicKeyInfo, tag.sequence, 'The public key').raw,
    extensions: attributes ? requestedExtensions(expectTag(attributes, 0xa0, 'The attributes')) : [],
  };
  // The subject is copied as it is into what others will parse, so it must be a name.
  displayName(csr.subject);
  const signed = expectTag(info, tag.sequence, 'The request information').raw;
  const scheme = identifySignature(expectTag(algorithm, tag.sequence, 'The signature algorithm').raw);
  if (!scheme) throw new DerError('The signature algorithm of the request is not supported.');
  if (!signatureHolds(scheme, csr.publicKeyInfo, signed, readBitString(signature, 'The signature'))) {
    throw new DerError('The signature of the request does not match its public key.');
  }
  return csr;
}

/** Writes and signs a request for a CA's own key, as GetCertificateAuthorityCsr returns it. */
export async function createCsr(
  subject: Buffer,
  keys: KeyPair,
  algorithm: SigningAlgorithm,
  extensions: readonly Extension[],
): Promise<string> {
  const requested = sequence(
    objectIdentifier(oid.extensionRequest),
    setOf(sequence(...extensions.map(encodeExtension))),
  );
  const info = sequence(
    smallInteger(0),
    subject,
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    implicitConstructed(0, ...(extensions.length > 0 ? [requested] : [])),
  );
  const signature = await signAsync(algorithm, keys.privateKey, info);
  return writePem('CERTIFICATE REQUEST', sequence(info, algorithm.identifier, bitString(signature)));
}

function requestedExtensions(attributes: Parameters<typeof childrenOf>[0]): readonly Extension[] {
  for (const attribute of childrenOf(attributes)) {
    const [type, values] = expectSequence(attribute, 'An attribute');
    if (readObjectIdentifier(type, 'An attribute type') !== oid.extensionRequest) continue;
    const [list] = childrenOf(expectTag(values, tag.set, 'The attribute values'));
    return readExtensions(expectTag(list, tag.sequence, 'The requested extensions'));
  }
  return [];
}

function signatureHolds(scheme: SigningAlgorithm, key: Buffer, data: Buffer, signature: Buffer): boolean {
  try {
    return verifySignature(scheme, key, data, signature);
  } catch (error) {
    // OpenSSL throws where it cannot read the key, or key and algorithm are of different families.
    throw new DerError('The public key cannot be read, or does not fit the signature algorithm.', { cause: error });
  }
}
