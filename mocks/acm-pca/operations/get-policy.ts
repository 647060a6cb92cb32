import { required, structure } from '../../protocols/shape.ts';
import { requireStatus } from '../authority/require-status.ts';
import { resourceNotFound } from '../errors.ts';
import { arnShape } from '../shapes/common.ts';
import { authorityAccess, findAuthority, pcaOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_GetPolicy.html */
export const getPolicy = pcaOperation({
  name: 'GetPolicy',
  input: structure({ ResourceArn: required(arnShape) }),
  access: ({ ResourceArn }, call) => authorityAccess('GetPolicy', ResourceArn, call),
  run({ ResourceArn }, call) {
    const authority = findAuthority({ CertificateAuthorityArn: ResourceArn }, call);
    requireStatus(authority, ['PENDING_CERTIFICATE', 'ACTIVE', 'DISABLED', 'EXPIRED'], call.nowMs);
    if (!authority.policy) throw resourceNotFound(`The certificate authority ${ResourceArn} has no policy.`);
    return { Policy: authority.policy.text };
  },
});
