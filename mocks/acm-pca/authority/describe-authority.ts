import type { CertificateAuthority } from './certificate-authority.ts';

/** A CA as DescribeCertificateAuthority and ListCertificateAuthorities put it on the wire. */
export function describeAuthority(authority: CertificateAuthority, nowMs: number): object {
  const { identity, installed } = authority;
  const status = authority.status(nowMs);
  return {
    Arn: identity.arn,
    OwnerAccount: identity.ownerAccountId,
    CreatedAt: identity.createdAtMs / 1000,
    LastStateChangeAt: authority.lastStateChangeAtMs / 1000,
    Type: identity.type,
    Serial: installed && colonHex(installed.certificate.serialHex),
    Status: status,
    NotBefore: installed && installed.certificate.notBeforeMs / 1000,
    NotAfter: installed && installed.certificate.notAfterMs / 1000,
    FailureReason: status === 'FAILED' ? 'OTHER' : undefined,
    CertificateAuthorityConfiguration: {
      KeyAlgorithm: identity.keyAlgorithm,
      SigningAlgorithm: identity.signingAlgorithm,
      Subject: identity.subject,
      CsrExtensions: identity.csrExtensions,
    },
    RevocationConfiguration: {
      CrlConfiguration: authority.revocation.CrlConfiguration ?? { Enabled: false },
      OcspConfiguration: authority.revocation.OcspConfiguration ?? { Enabled: false },
    },
    RestorableUntil: authority.restorableUntilMs === undefined ? undefined : authority.restorableUntilMs / 1000,
    KeyStorageSecurityStandard: identity.keyStorageSecurityStandard,
    UsageMode: identity.usageMode,
  };
}

/** AWS shows serial numbers as lower-case byte pairs: `67:07:44:76`. */
export function colonHex(hex: string): string {
  return (hex.length % 2 === 0 ? hex : `0${hex}`).replace(/..(?!$)/g, '$&:');
}
