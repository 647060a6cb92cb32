import type { WriteSource } from '../s3/write-as-service.ts';
import type { CertificateAuthority } from './authority/certificate-authority.ts';

/** As whom AWS Private CA writes to a bucket on behalf of a CA. */
export function writeSourceOf({ identity }: CertificateAuthority): WriteSource {
  return { service: 'acm-pca.amazonaws.com', accountId: identity.ownerAccountId, resourceArn: identity.arn };
}
