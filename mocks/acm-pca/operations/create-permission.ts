import { list, oneOf, required, string, structure } from '../../protocols/shape.ts';
import { permissionKey } from '../authority/permission-grant.ts';
import { requireStatus } from '../authority/require-status.ts';
import { permissionAlreadyExists, validation } from '../errors.ts';
import { arnShape } from '../shapes/common.ts';
import { byAuthorityArn, findAuthority, pcaOperation } from './operation.ts';

/** The one principal that can be given a permission. */
const acmPrincipal = 'acm.amazonaws.com';

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_CreatePermission.html */
export const createPermission = pcaOperation({
  name: 'CreatePermission',
  input: structure({
    CertificateAuthorityArn: required(arnShape),
    Principal: required(string({ max: 128, pattern: /^[^*]+$/ })),
    SourceAccount: string({ min: 12, max: 12, pattern: /^[0-9]+$/ }),
    Actions: required(list(oneOf(['IssueCertificate', 'GetCertificate', 'ListPermissions']), { min: 1, max: 3 })),
  }),
  access: byAuthorityArn('CreatePermission'),
  run(request, call) {
    const authority = findAuthority(request, call);
    requireStatus(authority, ['PENDING_CERTIFICATE', 'ACTIVE', 'DISABLED', 'EXPIRED'], call.nowMs);
    const { Principal: principal, Actions: actions, SourceAccount: sourceAccount = call.accountId } = request;
    if (principal !== acmPrincipal) throw validation(`Permissions can be given to ${acmPrincipal} only.`);
    const key = permissionKey(principal, sourceAccount);
    if (authority.permissions.has(key)) {
      throw permissionAlreadyExists(`${principal} has been given permissions on this certificate authority already.`);
    }
    authority.permissions.set(key, {
      principal,
      sourceAccount,
      actions: [...new Set(actions)],
      createdAtMs: call.nowMs,
    });
    return {};
  },
});
