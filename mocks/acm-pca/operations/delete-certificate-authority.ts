import { integer, required, structure } from '../../protocols/shape.ts';
import { requireStatus } from '../authority/require-status.ts';
import { arnShape } from '../shapes/common.ts';
import { byAuthorityArn, findAuthority, pcaOperation } from './operation.ts';

/** How long a deleted CA can be restored when the request does not say. */
const defaultRestorationDays = 30;

const dayMs = 24 * 60 * 60 * 1000;

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_DeleteCertificateAuthority.html */
export const deleteCertificateAuthority = pcaOperation({
  name: 'DeleteCertificateAuthority',
  input: structure({
    CertificateAuthorityArn: required(arnShape),
    PermanentDeletionTimeInDays: integer({ min: 7, max: 30 }),
  }),
  access: byAuthorityArn('DeleteCertificateAuthority'),
  run(request, call) {
    const authority = findAuthority(request, call);
    // An active CA must be disabled first, so that nobody loses one that issues by a slip.
    requireStatus(authority, ['PENDING_CERTIFICATE', 'CREATING', 'EXPIRED', 'DISABLED', 'FAILED'], call.nowMs);
    const status = authority.status(call.nowMs);
    // A CA that never was complete has nothing to restore.
    const restorationDays =
      status === 'CREATING' || status === 'FAILED'
        ? 0
        : (request.PermanentDeletionTimeInDays ?? defaultRestorationDays);
    authority.delete(call.nowMs + restorationDays * dayMs, call.nowMs);
    return {};
  },
});
