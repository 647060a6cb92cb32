import type { KeyObject } from 'node:crypto';
import { oid } from '../../der/oids.ts';
import { DerError, readDer } from '../../der/reader.ts';
import { certificateMismatch, invalidRequest, malformedCertificate, validation } from '../errors.ts';
import { maximumHierarchyDepth } from '../issuance/issuing-rules.ts';
import {
  basicConstraintsOf,
  type Certificate,
  isSignedBy,
  maySignCertificates,
  readCertificates,
} from '../x509/certificate.ts';

export interface ImportedCertificate {
  readonly certificate: Certificate;
  /** From the certificate's issuer up to the root; empty for a root. */
  readonly chain: readonly Certificate[];
}

export interface ImportTarget {
  readonly type: 'ROOT' | 'SUBORDINATE';
  readonly publicKey: KeyObject;
}

/** @throws MalformedCertificateException */
export function readImport(certificate: Buffer, chain: Buffer | undefined): ImportedCertificate {
  const [own, ...more] = readPemCertificates(certificate, 'certificate');
  if (!own || more.length > 0) throw malformedCertificate('Exactly one certificate is expected, in PEM.');
  const above = chain && chain.length > 0 ? readPemCertificates(chain, 'certificate chain') : [];
  if (chain && chain.length > 0 && above.length === 0)
    throw malformedCertificate('The certificate chain is not in PEM.');
  return { certificate: own, chain: above };
}

/**
 * Whether that certificate may become the CA's own.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_ImportCertificateAuthorityCertificate.html
 */
export function checkImport(imported: ImportedCertificate, target: ImportTarget, nowMs: number): void {
  try {
    checkReadable(imported, target, nowMs);
  } catch (error) {
    if (error instanceof DerError) throw malformedCertificate(`A certificate cannot be read. ${error.message}`);
    throw error;
  }
}

function checkReadable({ certificate, chain }: ImportedCertificate, target: ImportTarget, nowMs: number): void {
  if (!certificate.publicKey.equals(target.publicKey)) {
    throw certificateMismatch('The certificate is not for the key of this certificate authority.');
  }
  if (certificate.notAfterMs <= nowMs) throw validation('The certificate has expired.');
  checkConstraints(certificate);
  checkExtensions(certificate);
  const selfSigned = isSignedBy(certificate, certificate);
  if (target.type === 'ROOT') {
    if (!selfSigned) throw invalidRequest('A root certificate authority needs a self-signed certificate.');
    if (chain.length > 0) throw invalidRequest('A root certificate authority has no certificate chain.');
    return;
  }
  if (selfSigned)
    throw invalidRequest('A self-signed certificate cannot be that of a subordinate certificate authority.');
  if (chain.length === 0) throw invalidRequest('A subordinate certificate authority needs its certificate chain.');
  checkChain(certificate, chain);
}

function checkConstraints(certificate: Certificate): void {
  const constraints = basicConstraintsOf(certificate);
  if (!constraints?.critical || !constraints.isCa) {
    throw validation('The basic constraints of a CA certificate must be critical and say that it is a CA.');
  }
  if (!maySignCertificates(certificate))
    throw validation('The key usage of a CA certificate must allow signing certificates.');
}

/** Extensions that AWS refuses in a CA's certificate when they are critical, or knows nothing of. */
function checkExtensions({ extensions }: Certificate): void {
  // What is issued later will be made from these, so they must be what they claim to be.
  for (const { oid: id, value } of extensions) if (usedInIssuing.has(id)) readDer(value);
  const refused = extensions.find(({ oid: id, critical }) => critical && !acceptedWhenCritical.has(id));
  if (refused) throw malformedCertificate(`The critical extension ${refused.oid} is not accepted in a CA certificate.`);
}

const usedInIssuing: ReadonlySet<string> = new Set([oid.subjectKeyIdentifier, oid.nameConstraints]);

const acceptedWhenCritical: ReadonlySet<string> = new Set([
  oid.subjectKeyIdentifier,
  oid.keyUsage,
  oid.subjectAltName,
  oid.basicConstraints,
  oid.nameConstraints,
  oid.certificatePolicies,
  oid.authorityKeyIdentifier,
  oid.extendedKeyUsage,
  oid.inhibitAnyPolicy,
]);

function checkChain(certificate: Certificate, chain: readonly Certificate[]): void {
  const path = [certificate, ...chain];
  if (path.length > maximumHierarchyDepth) {
    throw validation(`A hierarchy has at most ${maximumHierarchyDepth} levels of certificate authorities.`);
  }
  for (const [index, issuer] of chain.entries()) {
    const subject = path[index];
    if (!subject || !isSignedBy(subject, issuer)) {
      throw certificateMismatch('Each certificate of the chain must have signed the one before it.');
    }
    checkConstraints(issuer);
    // The CAs between this issuer and the end entity: all before it in the path.
    const allowed = basicConstraintsOf(issuer)?.pathLength;
    if (allowed !== undefined && index > allowed) throw validation('The path length of the chain is exceeded.');
    if (subject.notAfterMs > issuer.notAfterMs) {
      throw certificateMismatch('A certificate of the chain outlives the certificate that signed it.');
    }
    const own = basicConstraintsOf(subject)?.pathLength;
    if (allowed !== undefined && (own === undefined || own >= allowed)) {
      throw validation('The path length of a CA must be below that of the CA that signed its certificate.');
    }
  }
  const root = path.at(-1);
  if (!root || !isSignedBy(root, root)) throw malformedCertificate('The certificate chain must end with the root.');
}

function readPemCertificates(pem: Buffer, what: string): readonly Certificate[] {
  try {
    return readCertificates(pem.toString('latin1'));
  } catch (error) {
    if (error instanceof DerError) throw malformedCertificate(`The ${what} cannot be read. ${error.message}`);
    throw error;
  }
}
