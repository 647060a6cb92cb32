import { required, structure } from '../../protocols/shape.ts';
import { requireStatus } from '../authority/require-status.ts';
import { removeTags } from '../authority/tags.ts';
import { arnShape, tagListShape } from '../shapes/common.ts';
import { byAuthorityArn, findAuthority, pcaOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_UntagCertificateAuthority.html */
export const untagCertificateAuthority = pcaOperation({
  name: 'UntagCertificateAuthority',
  input: structure({ CertificateAuthorityArn: required(arnShape), Tags: required(tagListShape) }),
  access: byAuthorityArn('UntagCertificateAuthority'),
  run(request, call) {
    const authority = findAuthority(request, call);
    requireStatus(
      authority,
      ['CREATING', 'PENDING_CERTIFICATE', 'ACTIVE', 'DISABLED', 'EXPIRED', 'FAILED'],
      call.nowMs,
    );
    removeTags(authority, request.Tags);
    return {};
  },
});
