import { requireStatus } from '../authority/require-status.ts';
import { requestFailed, requestInProgress } from '../errors.ts';
import { authorityOnly } from '../shapes/common.ts';
import { byAuthorityArn, findAuthority, pcaOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_GetCertificateAuthorityCsr.html */
export const getCertificateAuthorityCsr = pcaOperation({
  name: 'GetCertificateAuthorityCsr',
  input: authorityOnly,
  access: byAuthorityArn('GetCertificateAuthorityCsr'),
  run(request, call) {
    const authority = findAuthority(request, call);
    if (authority.status(call.nowMs) === 'FAILED')
      throw requestFailed('The certificate authority could not be created.');
    if (authority.status(call.nowMs) === 'CREATING' || !authority.keys) {
      throw requestInProgress('The certificate authority is being created.');
    }
    requireStatus(authority, ['PENDING_CERTIFICATE', 'ACTIVE', 'DISABLED', 'EXPIRED'], call.nowMs);
    return { Csr: authority.keys.csrPem };
  },
});
