import { oneOf, required, structure } from '../../protocols/shape.ts';
import { authorityIdOf } from '../authority/authority-arn.ts';
import type { CertificateAuthority } from '../authority/certificate-authority.ts';
import { requireStatus } from '../authority/require-status.ts';
import { invalidArgs } from '../errors.ts';
import { checkCrlBucket, checkRevocationConfiguration, crlWriteAccess } from '../revocation/revocation-rules.ts';
import { arnShape } from '../shapes/common.ts';
import { type RevocationConfiguration, revocationConfigurationShape } from '../shapes/revocation.ts';
import { byAuthorityArn, findAuthority, type PcaCall, pcaOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_UpdateCertificateAuthority.html */
export const updateCertificateAuthority = pcaOperation({
  name: 'UpdateCertificateAuthority',
  input: structure({
    CertificateAuthorityArn: required(arnShape),
    RevocationConfiguration: revocationConfigurationShape,
    Status: oneOf(['CREATING', 'PENDING_CERTIFICATE', 'ACTIVE', 'DELETED', 'DISABLED', 'EXPIRED', 'FAILED']),
  }),
  access: (request, call) => [
    byAuthorityArn('UpdateCertificateAuthority')(request, call),
    ...crlWriteAccess(request.RevocationConfiguration, authorityIdOf(request.CertificateAuthorityArn), call.state.s3),
  ],
  run({ RevocationConfiguration, Status, ...request }, call) {
    const authority = findAuthority(request, call);
    requireStatus(authority, ['ACTIVE', 'DISABLED'], call.nowMs);
    checkRevocationConfiguration(RevocationConfiguration);
    if (Status !== undefined && Status !== 'ACTIVE' && Status !== 'DISABLED') {
      throw invalidArgs(`The status of a certificate authority can be set to ACTIVE or DISABLED, not to ${Status}.`);
    }
    if (RevocationConfiguration) reconfigure(authority, RevocationConfiguration, call);
    if (Status) authority.setStatus(Status, call.nowMs);
    return {};
  },
});

/** What the request leaves out stays as it was; what it names replaces the whole of that part. */
function reconfigure(
  authority: CertificateAuthority,
  change: RevocationConfiguration,
  { state, nowMs }: PcaCall,
): void {
  const before = authority.revocation;
  authority.revocation = { ...before, ...change };
  try {
    checkCrlBucket(authority, state.s3);
  } catch (error) {
    authority.revocation = before;
    throw error;
  }
  authority.crlSchedule.plan(nowMs + state.settings.crlDelayMs);
}
