import { readPemBundle } from '../pki/pem-bundle.ts';

/** DER of the object identifier 2.5.29.30, nameConstraints (RFC 5280 §4.2.1.10). */
const nameConstraintsOid = Buffer.from([0x06, 0x03, 0x55, 0x1d, 0x1e]);

/** Whether a certificate signing request asks for name constraints. The identifier occurs in a CSR for nothing else. */
export function asksForNameConstraints(requestPem: string): boolean {
  const base64 = requestPem.replaceAll(/-----[^-]+-----/g, '');
  return Buffer.from(base64, 'base64').includes(nameConstraintsOid);
}

/** Whether the first certificate of a PEM text carries name constraints. */
export function carriesNameConstraints(certificatePem: string): boolean {
  const [first] = readPemBundle(certificatePem).entries;
  return (
    first !== undefined && 'certificate' in first && Buffer.from(first.certificate.der).includes(nameConstraintsOid)
  );
}
