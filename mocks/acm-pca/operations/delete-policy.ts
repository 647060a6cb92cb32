import { required, structure } from '../../protocols/shape.ts';
import { requireStatus } from '../authority/require-status.ts';
import { lockoutPrevented } from '../errors.ts';
import { arnShape } from '../shapes/common.ts';
import { authorityAccess, findAuthority, pcaOperation } from './operation.ts';

/**
 * Succeeds where there is no policy.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_DeletePolicy.html
 */
export const deletePolicy = pcaOperation({
  name: 'DeletePolicy',
  input: structure({ ResourceArn: required(arnShape) }),
  access: ({ ResourceArn }, call) => authorityAccess('DeletePolicy', ResourceArn, call),
  run({ ResourceArn }, call) {
    const authority = findAuthority({ CertificateAuthorityArn: ResourceArn }, call);
    requireStatus(authority, ['PENDING_CERTIFICATE', 'ACTIVE', 'DISABLED', 'EXPIRED'], call.nowMs);
    // From another account the policy is the only thing that lets the caller in.
    if (authority.identity.ownerAccountId !== call.accountId) {
      throw lockoutPrevented('Without the policy you would have no access to this certificate authority.');
    }
    authority.policy = undefined;
    return {};
  },
});
