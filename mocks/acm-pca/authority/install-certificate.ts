import { type Certificate, certificatePem } from '../x509/certificate.ts';
import type { InstalledCertificate } from './certificate-authority.ts';

/** @param above - From the certificate's issuer up to the root; empty for a root. */
export function installedCertificate(certificate: Certificate, above: readonly Certificate[]): InstalledCertificate {
  return { certificate, above, pem: [certificate, ...above].map(({ der }) => certificatePem(der)).join('\n') };
}
