import { hash } from 'node:crypto';
import { DerError, expectSequence, readBitString, readDer } from '../../der/reader.ts';
import type { CertificateAuthority } from '../authority/certificate-authority.ts';
import type { PcaState } from '../pca-state.ts';
import { signingAlgorithm } from '../x509/signing-algorithms.ts';
import { type CertificateId, type OcspRequest, readOcspRequest } from './ocsp-request.ts';
import { type CertificateStatus, createOcspResponse, failedOcspResponse, ocspFailure } from './ocsp-response.ts';

/** For how long an answer may be kept. */
const answerValidityMs = 24 * 60 * 60 * 1000;

/** RFC 5019 wants SHA-1 here, newer clients ask with SHA-256. */
const hashNames: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
};

/**
 * Answers an OCSP request about certificates of one CA that has OCSP switched on.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/userguide/ocsp-customize.html
 */
export async function respondToOcsp(der: Buffer, state: PcaState, nowMs: number): Promise<Buffer> {
  const request = read(der);
  const [first] = request?.certificates ?? [];
  if (!request || !first) return failedOcspResponse(ocspFailure.malformedRequest);
  const authority = findIssuer(first, state, nowMs);
  const algorithm = authority && signingAlgorithm(authority.identity.signingAlgorithm);
  // RFC 6960 section 2.3: what the responder does not know is not its to speak of.
  if (!authority?.installed || !authority.keys || !algorithm) return failedOcspResponse(ocspFailure.unauthorized);
  const answer = {
    responderKeyInfo: authority.installed.certificate.publicKeyInfo,
    producedAtMs: nowMs,
    nextUpdateMs: nowMs + answerValidityMs,
    statuses: request.certificates.map((id) => ({
      certificateId: id.raw,
      status: isIssuedBy(id, authority)
        ? statusOf(id, authority, nowMs - state.settings.crlDelayMs)
        : ('unknown' as const),
    })),
    nonce: request.nonce,
  };
  return createOcspResponse(answer, authority.keys, algorithm);
}

function read(der: Buffer): OcspRequest | undefined {
  try {
    return readOcspRequest(der);
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

function findIssuer(id: CertificateId, state: PcaState, nowMs: number): CertificateAuthority | undefined {
  for (const authority of state.authorities.all()) {
    const enabled = authority.revocation.OcspConfiguration?.Enabled && !authority.isGone(nowMs);
    if (enabled && isIssuedBy(id, authority)) return authority;
  }
  return undefined;
}

function isIssuedBy(id: CertificateId, { installed }: CertificateAuthority): boolean {
  const name = hashNames[id.hashOid];
  if (!installed || name === undefined) return false;
  const { subject, publicKeyInfo } = installed.certificate;
  const [, bits] = expectSequence(readDer(publicKeyInfo), 'The public key');
  return (
    hash(name, subject, 'buffer').equals(id.issuerNameHash) &&
    hash(name, readBitString(bits, 'The public key'), 'buffer').equals(id.issuerKeyHash)
  );
}

/** @param knownUntilMs - Revocations after that have not reached the responder yet. */
function statusOf(id: CertificateId, authority: CertificateAuthority, knownUntilMs: number): CertificateStatus {
  if (!authority.issued.find(id.serialHex)) return 'unknown';
  const revocation = authority.revoked.get(id.serialHex);
  return revocation && revocation.atMs <= knownUntilMs ? revocation : 'good';
}
