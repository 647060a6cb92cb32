import type { S3Store } from '../../s3/s3-store.ts';
import { bucketForService } from '../../s3/write-as-service.ts';
import type { CertificateAuthority } from '../authority/certificate-authority.ts';
import { writeSourceOf } from '../service-identity.ts';
import { signingAlgorithm } from '../x509/signing-algorithms.ts';
import { createCrl } from './crl.ts';
import { crlKey, crlUri } from './revocation-uris.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Writes a CA's CRL if it is due. Looking is what makes it appear: whoever reads the store sees what AWS would have written by now,
 * and no timer runs while nobody looks.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/userguide/crl-planning.html
 */
export async function publishCrlIfDue(authority: CertificateAuthority, store: S3Store, nowMs: number): Promise<void> {
  const crl = authority.revocation.CrlConfiguration;
  if (!crl?.Enabled || crl.S3BucketName === undefined || crl.ExpirationInDays === undefined) return;
  const validityMs = crl.ExpirationInDays * dayMs;
  const status = authority.status(nowMs);
  if ((status !== 'ACTIVE' && status !== 'DISABLED') || !authority.crlSchedule.isDue(validityMs, nowMs)) return;
  const key = crlKey(authority);
  const bucket = bucketForService(store, crl.S3BucketName, key, writeSourceOf(authority));
  // AWS tries again later when the bucket will not have it, and so does the next look.
  if (typeof bucket === 'string') return;
  const body = await sign(authority, authority.crlSchedule.begin(nowMs), validityMs, nowMs);
  const publicRead = crl.S3ObjectAcl !== 'BUCKET_OWNER_FULL_CONTROL';
  bucket.objects.set(key, { key, body, contentType: 'application/pkix-crl', modifiedAtMs: nowMs, publicRead });
}

function sign(authority: CertificateAuthority, number: number, validityMs: number, nowMs: number): Promise<Buffer> {
  const { installed, keys, identity, revocation } = authority;
  const algorithm = signingAlgorithm(identity.signingAlgorithm);
  if (!installed || !keys || !algorithm)
    throw new Error('A CA that is ACTIVE has a certificate, keys and an algorithm.');
  const content = {
    issuer: installed.certificate,
    number,
    thisUpdateMs: nowMs,
    nextUpdateMs: nowMs + validityMs,
    revoked: [...authority.revoked.values()].filter(({ notAfterMs }) => notAfterMs > nowMs),
    distributionPointUri: revocation.CrlConfiguration?.CrlType === 'PARTITIONED' ? crlUri(authority) : undefined,
  };
  return createCrl(content, keys, algorithm);
}
