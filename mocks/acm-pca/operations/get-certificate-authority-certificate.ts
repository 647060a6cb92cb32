import { requireStatus } from '../authority/require-status.ts';
import { invalidState } from '../errors.ts';
import { authorityOnly } from '../shapes/common.ts';
import { certificatePem } from '../x509/certificate.ts';
import { byAuthorityArn, findAuthority, pcaOperation } from './operation.ts';

/**
 * The chain leaves the CA itself out and ends with the root; a root has none.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_GetCertificateAuthorityCertificate.html
 */
export const getCertificateAuthorityCertificate = pcaOperation({
  name: 'GetCertificateAuthorityCertificate',
  input: authorityOnly,
  access: byAuthorityArn('GetCertificateAuthorityCertificate'),
  run(request, call) {
    const authority = findAuthority(request, call);
    requireStatus(authority, ['ACTIVE', 'DISABLED', 'EXPIRED'], call.nowMs);
    if (!authority.installed) throw invalidState('The certificate authority has no certificate.');
    const { certificate, above } = authority.installed;
    return {
      Certificate: certificatePem(certificate.der),
      CertificateChain: above.length > 0 ? above.map(({ der }) => certificatePem(der)).join('\n') : undefined,
    };
  },
});
