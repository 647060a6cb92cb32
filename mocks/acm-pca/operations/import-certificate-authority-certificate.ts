import { blob, required, structure } from '../../protocols/shape.ts';
import { installedCertificate } from '../authority/install-certificate.ts';
import { requireStatus } from '../authority/require-status.ts';
import { requestInProgress } from '../errors.ts';
import { checkImport, readImport } from '../import/check-import.ts';
import { arnShape } from '../shapes/common.ts';
import { byAuthorityArn, findAuthority, pcaOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_ImportCertificateAuthorityCertificate.html */
export const importCertificateAuthorityCertificate = pcaOperation({
  name: 'ImportCertificateAuthorityCertificate',
  input: structure({
    CertificateAuthorityArn: required(arnShape),
    Certificate: required(blob({ min: 1, max: 32_768 })),
    CertificateChain: blob({ max: 2_097_152 }),
  }),
  access: byAuthorityArn('ImportCertificateAuthorityCertificate'),
  run(request, call) {
    const authority = findAuthority(request, call);
    if (authority.status(call.nowMs) === 'CREATING' || !authority.keys) {
      throw requestInProgress('The certificate authority is being created.');
    }
    // A CA that has a certificate may get a new one: that is how it is renewed.
    requireStatus(authority, ['PENDING_CERTIFICATE', 'ACTIVE', 'DISABLED', 'EXPIRED'], call.nowMs);
    const imported = readImport(request.Certificate, request.CertificateChain);
    checkImport(imported, { type: authority.identity.type, publicKey: authority.keys.publicKey }, call.nowMs);
    authority.install(installedCertificate(imported.certificate, imported.chain), call.nowMs);
    authority.crlSchedule.plan(call.nowMs + call.state.settings.crlDelayMs);
    return {};
  },
});
