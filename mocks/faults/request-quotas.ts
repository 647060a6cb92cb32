/**
 * AWS's request rates for ACM PCA, in calls a second for one account in one region.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/pca.html#limits_pca
 */
export const requestsPerSecond: Readonly<Record<string, number>> = {
  IssueCertificate: 25,
  GetCertificate: 75,
  DescribeCertificateAuthority: 20,
  GetCertificateAuthorityCertificate: 20,
  ListCertificateAuthorities: 20,
  ListTags: 20,
  RevokeCertificate: 20,
  RestoreCertificateAuthority: 20,
  DescribeCertificateAuthorityAuditReport: 20,
  GetCertificateAuthorityCsr: 10,
  ImportCertificateAuthorityCertificate: 10,
  UpdateCertificateAuthority: 10,
  DeleteCertificateAuthority: 10,
  TagCertificateAuthority: 10,
  UntagCertificateAuthority: 10,
  PutPolicy: 5,
  GetPolicy: 5,
  DeletePolicy: 5,
  ListPermissions: 5,
  CreateCertificateAuthority: 1,
  CreateCertificateAuthorityAuditReport: 1,
  CreatePermission: 1,
  DeletePermission: 1,
};

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

/** Counts requests against AWS's rates: a bucket for each account, region and operation, which holds one second's worth. */
export class RequestQuotas {
  /** Off unless the admin port or the command line turns it on. */
  enforced = false;
  readonly #buckets = new Map<string, Bucket>();

  /** @returns false when the request is over the rate. */
  admit(operation: string, accountId: string, region: string, nowMs: number): boolean {
    const rate = requestsPerSecond[operation];
    if (!this.enforced || rate === undefined) return true;
    const key = `${accountId} ${region} ${operation}`;
    const bucket = this.#buckets.get(key) ?? { tokens: rate, filledAtMs: nowMs };
    this.#buckets.set(key, bucket);
    // A clock that is moved back must not empty the bucket for good.
    const elapsedSeconds = Math.max(0, nowMs - bucket.filledAtMs) / 1000;
    bucket.tokens = Math.min(rate, bucket.tokens + elapsedSeconds * rate);
    bucket.filledAtMs = nowMs;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}
