import { required, structure } from '../../protocols/shape.ts';
import { type PermissionGrant, permissionKey } from '../authority/permission-grant.ts';
import { requireStatus } from '../authority/require-status.ts';
import { paginate } from '../pagination.ts';
import { arnShape, maxResultsShape, nextTokenShape } from '../shapes/common.ts';
import { byAuthorityArn, findAuthority, pcaOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_ListPermissions.html */
export const listPermissions = pcaOperation({
  name: 'ListPermissions',
  input: structure({
    MaxResults: maxResultsShape,
    NextToken: nextTokenShape,
    CertificateAuthorityArn: required(arnShape),
  }),
  access: byAuthorityArn('ListPermissions'),
  run(request, call) {
    const authority = findAuthority(request, call);
    requireStatus(authority, ['PENDING_CERTIFICATE', 'ACTIVE', 'DISABLED', 'EXPIRED'], call.nowMs);
    const keyOf = ({ principal, sourceAccount }: PermissionGrant) => permissionKey(principal, sourceAccount);
    const page = paginate([...authority.permissions.values()], keyOf, request);
    return {
      Permissions: page.entries.map((grant) => ({
        CertificateAuthorityArn: authority.identity.arn,
        CreatedAt: grant.createdAtMs / 1000,
        Principal: grant.principal,
        SourceAccount: grant.sourceAccount,
        Actions: grant.actions,
      })),
      NextToken: page.nextToken,
    };
  },
});
