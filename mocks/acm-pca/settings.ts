/** The parts of AWS Private CA's behaviour that a user of the mock may want otherwise. */
export interface PcaSettings {
  /**
   * How long a new CA is CREATING, in milliseconds.
   *
   * @defaultValue 20: clients must handle the state, and nobody waits for it.
   */
  creationDelayMs: number;
  /**
   * How long GetCertificate answers RequestInProgressException after IssueCertificate, in milliseconds.
   *
   * @defaultValue 20
   */
  issuanceDelayMs: number;
  /**
   * How long after a revocation the CRL shows it, in milliseconds. AWS takes about half an hour.
   *
   * @defaultValue 1000
   */
  crlDelayMs: number;
  /**
   * How long an audit report is CREATING, in milliseconds.
   *
   * @defaultValue 20
   */
  auditReportDelayMs: number;
  /**
   * How long AWS does not know what was just created: a CA here; in IAM and STS a role, policy, attachment, OIDC
   * provider, access key or session. In milliseconds; AWS takes up to half a minute.
   *
   * @defaultValue 0
   */
  propagationDelayMs: number;
}

export const defaultPcaSettings: Readonly<PcaSettings> = {
  creationDelayMs: 20,
  issuanceDelayMs: 20,
  crlDelayMs: 1000,
  auditReportDelayMs: 20,
  propagationDelayMs: 0,
};

/** @see https://docs.aws.amazon.com/general/latest/gr/pca.html#limits_pca */
export const quotas = { authoritiesPerRegion: 200, certificatesPerAuthority: 1_000_000, tagsPerAuthority: 50 } as const;
