import { authorityIdOf } from '../authority/authority-arn.ts';
import type { CertificateAuthority } from '../authority/certificate-authority.ts';
import type { RevocationConfiguration } from '../shapes/revocation.ts';

/**
 * The key of a CA's CRL in its bucket. AWS spreads a partitioned CRL over many files; here one partition holds all.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/userguide/crl-planning.html
 */
export const crlKey = ({ revocation, identity }: CertificateAuthority): string =>
  crlKeyOf(revocation, authorityIdOf(identity.arn));

/** The same for a CA that has not got the configuration yet. */
export function crlKeyOf({ CrlConfiguration }: RevocationConfiguration, authorityId: string): string {
  const folder = CrlConfiguration?.CustomPath?.replace(/^\/|\/$/g, '') || 'crl';
  return `${folder}/${authorityId}.crl`;
}

/**
 * Where certificates of this CA say that its CRL is.
 *
 * @returns undefined when there is no CRL, or its owner wants no such extension.
 */
export function crlUri(authority: CertificateAuthority): string | undefined {
  const crl = authority.revocation.CrlConfiguration;
  if (!crl?.Enabled || crl.CrlDistributionPointExtensionConfiguration?.OmitExtension) return undefined;
  const host = crl.CustomCname || `${crl.S3BucketName}.s3.${authority.identity.region}.amazonaws.com`;
  return `http://${host}/${crlKey(authority)}`;
}

/** Where certificates of this CA say that its OCSP responder is. */
export function ocspUri(authority: CertificateAuthority): string | undefined {
  const ocsp = authority.revocation.OcspConfiguration;
  if (!ocsp?.Enabled) return undefined;
  return `http://${ocsp.OcspCustomCname || `ocsp.acm-pca.${authority.identity.region}.amazonaws.com`}`;
}
