import type { Certificate } from '../x509/certificate.ts';
import type { ArchivedBytes } from './byte-archive.ts';

export type RevocationReason =
  | 'UNSPECIFIED'
  | 'KEY_COMPROMISE'
  | 'CERTIFICATE_AUTHORITY_COMPROMISE'
  | 'AFFILIATION_CHANGED'
  | 'SUPERSEDED'
  | 'CESSATION_OF_OPERATION'
  | 'PRIVILEGE_WITHDRAWN'
  | 'A_A_COMPROMISE';

/** The issuer's certificate and what stands above it, as one PEM text: kept once for all that it issues. */
export interface IssuerChain {
  readonly certificate: Certificate;
  /** From the issuer's issuer up to the root; empty for a root. */
  readonly above: readonly Certificate[];
  /** Issuer first, root last. */
  readonly pem: string;
}

export interface Revocation {
  readonly serialHex: string;
  readonly atMs: number;
  readonly reason: RevocationReason;
  /** When the certificate would have expired: after that the CRL need not name it. */
  readonly notAfterMs: number;
}

/** What is known of a certificate as soon as its issuance is decided. */
export interface Issuance {
  readonly serialHex: string;
  readonly templateName: string;
  readonly notAfterMs: number;
  readonly issuedAtMs: number;
  /** Until then GetCertificate answers that the request is in progress. */
  readonly readyAtMs: number;
  /** Undefined for a root's own certificate. */
  readonly issuer: IssuerChain | undefined;
}

/** A certificate that a CA has issued: its bytes, or the promise of them while OpenSSL signs. */
export interface IssuedCertificate extends Issuance {
  content: Promise<Buffer> | ArchivedBytes;
}
