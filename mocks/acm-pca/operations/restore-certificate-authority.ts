import { requireStatus } from '../authority/require-status.ts';
import { authorityOnly } from '../shapes/common.ts';
import { byAuthorityArn, findAuthority, pcaOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_RestoreCertificateAuthority.html */
export const restoreCertificateAuthority = pcaOperation({
  name: 'RestoreCertificateAuthority',
  input: authorityOnly,
  access: byAuthorityArn('RestoreCertificateAuthority'),
  run(request, call) {
    const authority = findAuthority(request, call);
    requireStatus(authority, ['DELETED'], call.nowMs);
    authority.restore(call.nowMs);
    return {};
  },
});
