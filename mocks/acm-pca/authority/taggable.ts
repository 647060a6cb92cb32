import { required, structure } from '../../protocols/shape.ts';
import { arnShape, tagListShape } from '../shapes/common.ts';
import type { CertificateAuthority } from './certificate-authority.ts';
import { requireStatus } from './require-status.ts';

/** What TagCertificateAuthority and UntagCertificateAuthority are given. */
export const taggingInput = structure({ CertificateAuthorityArn: required(arnShape), Tags: required(tagListShape) });

/** A CA's tags can be changed in every state but DELETED. */
export function requireTaggable(authority: CertificateAuthority, nowMs: number): void {
  requireStatus(authority, ['CREATING', 'PENDING_CERTIFICATE', 'ACTIVE', 'DISABLED', 'EXPIRED', 'FAILED'], nowMs);
}
