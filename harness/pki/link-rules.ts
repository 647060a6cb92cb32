import { X509Certificate } from 'node:crypto';
import { type Certificate, isSelfIssued } from './certificate.ts';
import type { ChainMember } from './chain-member.ts';
import { type Finding, findingOf, type Observation } from './check.ts';
import { describeName } from './describe-certificate.ts';
import { observeEach, observeLinks, observePair } from './observe-chain.ts';

/** True where the key of `issuer` verifies the signature of `certificate`, RFC 5280 §6.1.3 (a)(1). Names do not count. */
export function isSignedBy(certificate: Certificate, issuer: Certificate): boolean {
  return new X509Certificate(certificate.der).verify(new X509Certificate(issuer.der).publicKey);
}

/** The signature of one certificate by the next, RFC 5280 §6.1.3 (a)(1). */
export function findSignature(subject: ChainMember | undefined, issuer: ChainMember | undefined): Finding {
  const observation = observePair(subject, issuer, (one, other) => {
    const holds = isSignedBy(one.certificate, other.certificate);
    const verdict = holds ? 'verifies' : 'does not verify';
    return { holds, text: `the key of ${other.label} ${verdict} the signature of ${one.label}` };
  });
  return findingOf('the signature verifies with the public key of the issuer', [observation]);
}

/** A root: its own issuer by name and by signature, RFC 5280 §3.2 "self-signed". */
export function findSelfSigned(root: ChainMember | undefined): Finding {
  const observation = observePair(root, root, ({ label, certificate }) => {
    const issuedBySelf = isSelfIssued(certificate);
    const signed = isSignedBy(certificate, certificate);
    const issuer = issuedBySelf ? 'names itself as its issuer' : `is issued by ${describeName(certificate.issuer)}`;
    const signature = `its key ${signed ? 'verifies' : 'does not verify'} its own signature`;
    return { holds: issuedBySelf && signed, text: `${label} ${issuer}, ${signature}` };
  });
  return findingOf('issuer and subject are the same and its own key verifies its signature', [observation]);
}

/**
 * The issuer of each is the subject of the next, RFC 5280 §6.1.3 (a)(4). The encoded names must be equal: that is
 * stricter than §7.1, and what Go's crypto/x509 does, with which istiod reads the chain.
 */
export function findNameChaining(path: readonly ChainMember[]): Finding {
  const observations = observeLinks(path, (subject, issuer) => {
    const holds = Buffer.from(subject.certificate.issuerDer).equals(issuer.certificate.subjectDer);
    const named = describeName(subject.certificate.issuer);
    return {
      holds,
      text: holds
        ? `${subject.label} names ${named}, which is ${issuer.label}`
        : `${subject.label} names ${named} as its issuer, ${issuer.label} is ${describeName(issuer.certificate.subject)}`,
    };
  });
  return findingOf('the issuer of each certificate is the subject of the next', observations);
}

/**
 * The authority key identifier of each is the subject key identifier of the next, RFC 5280 §4.2.1.1 and §4.2.1.2. Both
 * are mandatory for what a conforming CA issues; only a root may leave out the first.
 */
export function findKeyIdentifiers(path: readonly ChainMember[]): Finding {
  const links = observeLinks(path, (subject, issuer) => {
    const authority = subject.certificate.authorityKeyIdentifier;
    const key = issuer.certificate.subjectKeyIdentifier;
    return {
      holds: authority !== undefined && authority === key,
      text: `${subject.label} points at ${describeKeyId(authority)}, ${issuer.label} has ${describeKeyId(key)}`,
    };
  });
  const root = observeEach(path.slice(-1), ({ label, certificate }) => {
    const { authorityKeyIdentifier: authority, subjectKeyIdentifier: key } = certificate;
    const text = `${label} has ${describeKeyId(key)} and points at ${describeKeyId(authority)}`;
    return { holds: authority === undefined || authority === key, text };
  });
  return findingOf('each certificate points at the key identifier of the next', [...links, ...root]);
}

/**
 * Each certificate's validity lies within its issuer's. RFC 5280 §6.1.3 (a)(2) wants the whole path valid at one time,
 * so what outlives its issuer is useless from then on; AWS Private CA refuses to issue it (IssueCertificate, Validity).
 */
export function findValidityNesting(path: readonly ChainMember[]): Finding {
  const observations = observeLinks(path, (subject, issuer): Observation => {
    const faults = [
      subject.certificate.notBefore < issuer.certificate.notBefore &&
        `begins ${instant(subject.certificate.notBefore)}, before ${issuer.label} at ${instant(issuer.certificate.notBefore)}`,
      subject.certificate.notAfter > issuer.certificate.notAfter &&
        `ends ${instant(subject.certificate.notAfter)}, after ${issuer.label} at ${instant(issuer.certificate.notAfter)}`,
    ].filter((fault) => fault !== false);
    return {
      holds: faults.length === 0,
      text: `${subject.label} ${faults.join(' and ') || `lies within ${issuer.label}`}`,
    };
  });
  return findingOf('no certificate begins before or ends after its issuer', observations);
}

function describeKeyId(keyId: string | undefined): string {
  return keyId === undefined ? 'no key identifier' : `key ${keyId}`;
}

function instant(date: Date): string {
  return date.toISOString();
}
