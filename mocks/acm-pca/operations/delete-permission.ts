import { required, string, structure } from '../../protocols/shape.ts';
import { permissionKey } from '../authority/permission-grant.ts';
import { requireStatus } from '../authority/require-status.ts';
import { resourceNotFound } from '../errors.ts';
import { arnShape } from '../shapes/common.ts';
import { byAuthorityArn, findAuthority, pcaOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_DeletePermission.html */
export const deletePermission = pcaOperation({
  name: 'DeletePermission',
  input: structure({
    CertificateAuthorityArn: required(arnShape),
    Principal: required(string({ max: 128, pattern: /^[^*]+$/ })),
    SourceAccount: string({ min: 12, max: 12, pattern: /^[0-9]+$/ }),
  }),
  access: byAuthorityArn('DeletePermission'),
  run(request, call) {
    const authority = findAuthority(request, call);
    requireStatus(authority, ['PENDING_CERTIFICATE', 'ACTIVE', 'DISABLED', 'EXPIRED'], call.nowMs);
    if (!authority.permissions.delete(permissionKey(request.Principal, request.SourceAccount ?? call.accountId))) {
      throw resourceNotFound(`${request.Principal} has no permissions on this certificate authority.`);
    }
    return {};
  },
});
