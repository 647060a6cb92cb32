import { required, structure } from '../../protocols/shape.ts';
import { parseCertificateArn } from '../authority/authority-arn.ts';
import type { CertificateAuthority } from '../authority/certificate-authority.ts';
import type { IssuedCertificate } from '../authority/issued-certificate.ts';
import { requireStatus } from '../authority/require-status.ts';
import { requestFailed, requestInProgress, resourceNotFound } from '../errors.ts';
import { arnShape } from '../shapes/common.ts';
import { certificatePem } from '../x509/certificate.ts';
import { byAuthorityArn, findAuthority, pcaOperation } from './operation.ts';

/**
 * Returns issued, expired and revoked certificates alike, each with its chain up to and including the root.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_GetCertificate.html
 */
export const getCertificate = pcaOperation({
  name: 'GetCertificate',
  input: structure({ CertificateAuthorityArn: required(arnShape), CertificateArn: required(arnShape) }),
  access: byAuthorityArn('GetCertificate'),
  async run(request, call) {
    const authority = findAuthority(request, call);
    requireStatus(authority, ['PENDING_CERTIFICATE', 'ACTIVE', 'DISABLED', 'EXPIRED'], call.nowMs);
    const { authorityArn, serialHex } = parseCertificateArn(request.CertificateArn);
    const issued = authorityArn === authority.identity.arn ? authority.issued.find(serialHex) : undefined;
    if (!issued) throw resourceNotFound(`Could not find the certificate ${request.CertificateArn}.`);
    if (call.nowMs < issued.readyAtMs)
      throw requestInProgress('The request to issue the certificate is still in progress.');
    return { Certificate: certificatePem(await signedBytes(authority, issued)), CertificateChain: issued.issuer?.pem };
  },
});

async function signedBytes(authority: CertificateAuthority, issued: IssuedCertificate): Promise<Buffer> {
  try {
    return await authority.issued.der(issued);
  } catch (error) {
    throw requestFailed(
      `The certificate could not be signed. ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
