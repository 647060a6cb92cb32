import type { S3Store } from '../../s3/s3-store.ts';
import { bucketForService, writeAccess } from '../../s3/write-as-service.ts';
import type { AccessRequest } from '../../services/operation.ts';
import type { CertificateAuthority } from '../authority/certificate-authority.ts';
import { invalidArgs, invalidPolicy } from '../errors.ts';
import { writeSourceOf } from '../service-identity.ts';
import type { RevocationConfiguration } from '../shapes/revocation.ts';
import { crlKey, crlKeyOf } from './revocation-uris.ts';

/**
 * Checks a revocation configuration against the rules of CreateCertificateAuthority.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_RevocationConfiguration.html
 * @throws InvalidArgsException
 */
export function checkRevocationConfiguration(configuration: RevocationConfiguration | undefined): void {
  const crl = configuration?.CrlConfiguration;
  const ocsp = configuration?.OcspConfiguration;
  if (crl && !crl.Enabled && Object.values(crl).some((value) => value !== undefined && value !== false)) {
    throw invalidArgs('A configuration that disables the CRL must contain nothing else.');
  }
  if (ocsp && !ocsp.Enabled && ocsp.OcspCustomCname !== undefined) {
    throw invalidArgs('A configuration that disables OCSP must contain nothing else.');
  }
  if (crl?.Enabled && crl.S3BucketName === undefined) throw invalidArgs('A CRL needs the name of an S3 bucket.');
  if (crl?.Enabled && crl.ExpirationInDays === undefined)
    throw invalidArgs('A CRL needs a number of days until it expires.');
  if (crl?.CrlDistributionPointExtensionConfiguration?.OmitExtension && crl.CustomCname !== undefined) {
    throw invalidArgs('The CRL distribution point extension cannot be omitted where a custom CNAME is set.');
  }
  for (const cname of [crl?.CustomCname, ocsp?.OcspCustomCname]) {
    if (cname?.includes('://')) throw invalidArgs('A CNAME must not begin with a protocol.');
  }
}

/**
 * Whether the CA can write its CRL where its configuration says.
 *
 * @throws InvalidPolicyException
 */
export function checkCrlBucket(authority: CertificateAuthority, store: S3Store): void {
  const crl = authority.revocation.CrlConfiguration;
  if (!crl?.Enabled || crl.S3BucketName === undefined) return;
  const bucket = bucketForService(store, crl.S3BucketName, crlKey(authority), writeSourceOf(authority));
  if (typeof bucket === 'string') throw invalidPolicy(bucket);
}

/**
 * What IAM has to allow the caller besides the call: who has a CRL written must be able to write to its bucket too.
 *
 * @param authorityId - The end of the CA's ARN; `*` for one that is to be made.
 * @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_CreateCertificateAuthority.html
 */
export function crlWriteAccess(
  configuration: RevocationConfiguration | undefined,
  authorityId: string,
  store: S3Store,
): readonly AccessRequest[] {
  const crl = configuration?.CrlConfiguration;
  if (!crl?.Enabled || crl.S3BucketName === undefined) return [];
  return [writeAccess(store, crl.S3BucketName, crlKeyOf(configuration ?? {}, authorityId))];
}
