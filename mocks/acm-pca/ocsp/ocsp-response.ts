import { oid } from '../../der/oids.ts';
import {
  bitString,
  enumerated,
  explicit,
  generalizedTime,
  implicitConstructed,
  implicitPrimitive,
  objectIdentifier,
  octetString,
  sequence,
} from '../../der/writer.ts';
import type { Revocation } from '../authority/issued-certificate.ts';
import { reasonCodes } from '../revocation/crl.ts';
import type { KeyPair } from '../x509/key-algorithms.ts';
import { type SigningAlgorithm, signAsync } from '../x509/signing-algorithms.ts';
import { keyIdentifier } from '../x509/standard-extensions.ts';

export type CertificateStatus = 'good' | 'unknown' | Revocation;

export interface OcspAnswer {
  readonly responderKeyInfo: Buffer;
  readonly producedAtMs: number;
  readonly nextUpdateMs: number;
  readonly statuses: readonly { readonly certificateId: Buffer; readonly status: CertificateStatus }[];
  readonly nonce: Buffer | undefined;
}

/** The statuses of an OCSP response that carries no answer (RFC 6960 section 4.2.1). */
export const ocspFailure = { malformedRequest: 1, internalError: 2, unauthorized: 6 } as const;

export const failedOcspResponse = (status: number): Buffer => sequence(enumerated(status));

/** Writes and signs an OCSPResponse with a BasicOCSPResponse in it (RFC 6960 section 4.2.1), by the issuing CA's own key. */
export async function createOcspResponse(
  answer: OcspAnswer,
  keys: KeyPair,
  algorithm: SigningAlgorithm,
): Promise<Buffer> {
  const data = sequence(
    explicit(2, octetString(keyIdentifier(answer.responderKeyInfo))),
    generalizedTime(answer.producedAtMs),
    sequence(...answer.statuses.map((entry) => singleResponse(entry, answer))),
    ...(answer.nonce ? [explicit(1, sequence(answer.nonce))] : []),
  );
  const signature = await signAsync(algorithm, keys.privateKey, data);
  const basic = sequence(data, algorithm.identifier, bitString(signature));
  return sequence(enumerated(0), explicit(0, sequence(objectIdentifier(oid.ocspBasicResponse), octetString(basic))));
}

function singleResponse({ certificateId, status }: OcspAnswer['statuses'][number], answer: OcspAnswer): Buffer {
  return sequence(
    certificateId,
    encodeStatus(status),
    generalizedTime(answer.producedAtMs),
    explicit(0, generalizedTime(answer.nextUpdateMs)),
  );
}

function encodeStatus(status: CertificateStatus): Buffer {
  const nothing = Buffer.alloc(0);
  if (status === 'good') return implicitPrimitive(0, nothing);
  if (status === 'unknown') return implicitPrimitive(2, nothing);
  const reason = status.reason === 'UNSPECIFIED' ? [] : [explicit(0, enumerated(reasonCodes[status.reason]))];
  return implicitConstructed(1, generalizedTime(status.atMs), ...reason);
}
