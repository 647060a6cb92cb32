import type { StoredPolicy } from '../../iam/entities.ts';
import type { CsrExtensions } from '../shapes/csr-extensions.ts';
import type { RevocationConfiguration } from '../shapes/revocation.ts';
import type { Asn1Subject } from '../shapes/subject.ts';
import type { KeyAlgorithmName, KeyPair } from '../x509/key-algorithms.ts';
import type { SigningAlgorithmName } from '../x509/signing-algorithms.ts';
import { AuditReports } from './audit-reports.ts';
import { CrlSchedule } from './crl-schedule.ts';
import type { IssuerChain, Revocation } from './issued-certificate.ts';
import { IssuedCertificates } from './issued-certificates.ts';
import type { PermissionGrant } from './permission-grant.ts';

export type AuthorityStatus =
  | 'CREATING'
  | 'PENDING_CERTIFICATE'
  | 'ACTIVE'
  | 'DELETED'
  | 'DISABLED'
  | 'EXPIRED'
  | 'FAILED';

/** What a CA was created with and never changes. */
export interface AuthorityIdentity {
  readonly arn: string;
  readonly region: string;
  readonly ownerAccountId: string;
  readonly type: 'ROOT' | 'SUBORDINATE';
  readonly keyAlgorithm: KeyAlgorithmName;
  readonly signingAlgorithm: SigningAlgorithmName;
  readonly subject: Asn1Subject;
  readonly csrExtensions: CsrExtensions | undefined;
  readonly usageMode: 'GENERAL_PURPOSE' | 'SHORT_LIVED_CERTIFICATE';
  readonly keyStorageSecurityStandard: string;
  readonly createdAtMs: number;
}

/** The key pair and the request for it; there as soon as OpenSSL has made them. */
export interface AuthorityKeys extends KeyPair {
  readonly csrPem: string;
}

/** The CA's own certificate, installed. */
export type InstalledCertificate = IssuerChain;

/** One private CA and all that hangs on it. Its status follows from the clock, so nothing needs a timer. */
export class CertificateAuthority {
  readonly identity: AuthorityIdentity;
  readonly tags = new Map<string, string>();
  readonly issued = new IssuedCertificates();
  /** Those of {@link issued} that were revoked: a CRL must not look through all that were ever issued. */
  readonly revoked = new Map<string, Revocation>();
  readonly crlSchedule = new CrlSchedule();
  readonly auditReports = new AuditReports();
  readonly permissions = new Map<string, PermissionGrant>();
  revocation: RevocationConfiguration = {};
  policy: StoredPolicy | undefined;
  installed: InstalledCertificate | undefined;

  #keys: AuthorityKeys | undefined;
  #readyAtMs: number;
  #settled: 'PENDING_CERTIFICATE' | 'ACTIVE' | 'DISABLED' | 'FAILED' = 'PENDING_CERTIFICATE';
  #deletion: { readonly restorableUntilMs: number } | undefined;
  #lastStateChangeAtMs: number;

  /** @param readyAtMs - Until then the CA is CREATING, as it also is until {@link completeCreation}. */
  constructor(identity: AuthorityIdentity, readyAtMs: number) {
    this.identity = identity;
    this.#readyAtMs = readyAtMs;
    this.#lastStateChangeAtMs = identity.createdAtMs;
  }

  /** A state that the admin port has put the CA into, whatever its own would be. */
  forcedStatus: AuthorityStatus | undefined;

  status(nowMs: number): AuthorityStatus {
    if (this.forcedStatus) return this.forcedStatus;
    if (this.#deletion) return 'DELETED';
    if (this.#settled === 'FAILED') return 'FAILED';
    if (!this.#keys || nowMs < this.#readyAtMs) return 'CREATING';
    if (this.#settled === 'ACTIVE' && this.installed && this.installed.certificate.notAfterMs <= nowMs)
      return 'EXPIRED';
    return this.#settled;
  }

  /** Whether the restoration period is over: the CA is then gone for good. */
  isGone(nowMs: number): boolean {
    return this.#deletion !== undefined && nowMs >= this.#deletion.restorableUntilMs;
  }

  get keys(): AuthorityKeys | undefined {
    return this.#keys;
  }

  get restorableUntilMs(): number | undefined {
    return this.#deletion?.restorableUntilMs;
  }

  get lastStateChangeAtMs(): number {
    return this.#lastStateChangeAtMs;
  }

  completeCreation(keys: AuthorityKeys): void {
    this.#keys = keys;
  }

  install(certificate: InstalledCertificate, nowMs: number): void {
    this.installed = certificate;
    // Renewing the certificate of a disabled CA leaves it disabled.
    if (this.#settled === 'PENDING_CERTIFICATE') this.#settled = 'ACTIVE';
    this.#lastStateChangeAtMs = nowMs;
  }

  setStatus(status: 'ACTIVE' | 'DISABLED' | 'FAILED', nowMs: number): void {
    this.#settled = status;
    this.#lastStateChangeAtMs = nowMs;
  }

  delete(restorableUntilMs: number, nowMs: number): void {
    this.#deletion = { restorableUntilMs };
    this.#lastStateChangeAtMs = nowMs;
  }

  /** Brings back the status that the CA had before it was deleted. */
  restore(nowMs: number): void {
    this.#deletion = undefined;
    this.#lastStateChangeAtMs = nowMs;
  }
}
