import { required, structure } from '../../protocols/shape.ts';
import { requireStatus } from '../authority/require-status.ts';
import { applyTags } from '../authority/tags.ts';
import { arnShape, tagListShape } from '../shapes/common.ts';
import { byAuthorityArn, findAuthority, pcaOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_TagCertificateAuthority.html */
export const tagCertificateAuthority = pcaOperation({
  name: 'TagCertificateAuthority',
  input: structure({ CertificateAuthorityArn: required(arnShape), Tags: required(tagListShape) }),
  access: byAuthorityArn('TagCertificateAuthority'),
  run(request, call) {
    const authority = findAuthority(request, call);
    requireStatus(
      authority,
      ['CREATING', 'PENDING_CERTIFICATE', 'ACTIVE', 'DISABLED', 'EXPIRED', 'FAILED'],
      call.nowMs,
    );
    applyTags(authority, request.Tags);
    return {};
  },
});
