import { randomBytes } from 'node:crypto';
import { oid } from '../../der/oids.ts';
import { bitString, sequence } from '../../der/writer.ts';
import type { AuthorityKeys, CertificateAuthority } from '../authority/certificate-authority.ts';
import type { Issuance, IssuerChain } from '../authority/issued-certificate.ts';
import { requireStatus } from '../authority/require-status.ts';
import { invalidArgs, invalidState, malformedCsr } from '../errors.ts';
import { crlUri, ocspUri } from '../revocation/revocation-uris.ts';
import type { ApiPassthrough } from '../shapes/api-passthrough.ts';
import type { Template } from '../templates/template.ts';
import type { VerifiedCsr } from '../x509/csr.ts';
import { emptyName, encodeSubject } from '../x509/distinguished-name.ts';
import { type Extension, findExtension } from '../x509/extension.ts';
import type { SigningAlgorithm } from '../x509/signing-algorithms.ts';
import { signAsync } from '../x509/signing-algorithms.ts';
import { composeExtensions } from './compose-extensions.ts';
import { checkMayIssue } from './issuing-rules.ts';
import { checkNameConstraints } from './name-constraints.ts';
import { encodeTbsCertificate } from './tbs-certificate.ts';
import { type Validity, validityPeriod } from './validity.ts';

export interface IssueRequest {
  readonly csr: VerifiedCsr;
  readonly template: Template;
  readonly algorithm: SigningAlgorithm;
  readonly validity: Validity;
  readonly validityNotBefore: Validity | undefined;
  readonly api: ApiPassthrough | undefined;
}

export interface StartedIssuance {
  readonly issuance: Issuance;
  /** Resolves to the certificate, DER. */
  readonly signed: Promise<Buffer>;
}

/**
 * Checks a request against every rule and starts signing. The signature is made in the background; the rules are decided here, so
 * a request that returns will become a certificate.
 */
export function issue(
  authority: CertificateAuthority,
  request: IssueRequest,
  nowMs: number,
  issuanceDelayMs: number,
): StartedIssuance {
  const { csr, template, algorithm } = request;
  const keys = keysOf(authority);
  const { notBeforeMs, notAfterMs } = validityPeriod(request.validity, request.validityNotBefore, nowMs);
  const issuer = template.kind === 'root-ca' ? undefined : issuingChain(authority, nowMs);
  if (issuer) {
    const shortLived = authority.identity.usageMode === 'SHORT_LIVED_CERTIFICATE';
    checkMayIssue({ certificate: issuer.certificate, chain: issuer.above, shortLived }, template, notAfterMs, nowMs);
  } else {
    checkMaySignItself(authority, keys, csr, nowMs);
  }
  const subject = template.apiPassthrough && request.api?.Subject ? encodeSubject(request.api.Subject) : csr.subject;
  const extensions = composeExtensions({
    template,
    subject,
    api: request.api,
    csrExtensions: csr.extensions,
    publicKeyInfo: csr.publicKeyInfo,
    issuer: issuer?.certificate ?? { extensions: [], publicKeyInfo: csr.publicKeyInfo },
    crlUri: crlUri(authority),
    ocspUri: ocspUri(authority),
  });
  checkNames(subject, extensions, issuer);
  const serial = newSerial();
  const toBeSigned = encodeTbsCertificate({
    serial,
    notBeforeMs,
    notAfterMs,
    subject,
    extensions,
    publicKeyInfo: csr.publicKeyInfo,
    signatureIdentifier: algorithm.identifier,
    issuer: issuer?.certificate.subject ?? subject,
  });
  const signed = signAsync(algorithm, keys.privateKey, toBeSigned).then((signature) =>
    sequence(toBeSigned, algorithm.identifier, bitString(signature)),
  );
  const issuance = {
    serialHex: serial.toString('hex'),
    templateName: template.name,
    notAfterMs,
    issuer,
    issuedAtMs: nowMs,
    readyAtMs: nowMs + issuanceDelayMs,
  };
  return { issuance, signed };
}

/**
 * A certificate must say whom it is for, in its subject or in its alternative names, and the CAs above may limit whom.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_IssueCertificate.html (Csr)
 */
function checkNames(subject: Buffer, extensions: readonly Extension[], issuer: IssuerChain | undefined): void {
  if (subject.equals(emptyName) && !findExtension(extensions, oid.subjectAltName)) {
    throw malformedCsr('The request has neither a subject nor a subject alternative name.');
  }
  if (issuer) checkNameConstraints(subject, extensions, [issuer.certificate, ...issuer.above]);
}

function keysOf(authority: CertificateAuthority): AuthorityKeys {
  if (!authority.keys) throw invalidState('The certificate authority is being created.');
  return authority.keys;
}

function issuingChain(authority: CertificateAuthority, nowMs: number): IssuerChain {
  requireStatus(authority, ['ACTIVE'], nowMs);
  if (!authority.installed) throw invalidState('The certificate authority has no certificate.');
  return authority.installed;
}

/** Only a root signs itself, and it may do so before it has a certificate: that is how it gets one. */
function checkMaySignItself(
  authority: CertificateAuthority,
  keys: AuthorityKeys,
  csr: VerifiedCsr,
  nowMs: number,
): void {
  if (authority.identity.type !== 'ROOT') {
    throw invalidArgs('A root certificate template can be used with a root certificate authority only.');
  }
  requireStatus(authority, ['PENDING_CERTIFICATE', 'ACTIVE', 'EXPIRED'], nowMs);
  if (!csr.publicKeyInfo.equals(keys.publicKey.export({ type: 'spki', format: 'der' }))) {
    throw invalidArgs('A root certificate can be issued for the request of the certificate authority itself only.');
  }
}

/** 128 random bits, the length of AWS's serial numbers; the first byte is not zero, so that all have 32 hex digits. */
function newSerial(): Buffer {
  const serial = randomBytes(16);
  if (serial[0] === 0) serial[0] = 1;
  return serial;
}
