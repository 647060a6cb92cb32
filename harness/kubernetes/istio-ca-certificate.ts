/** What is asked of Istio's CA. Durations are written as Go writes them: `2160h`, `59m`. */
export interface IstioCaRequest {
  readonly duration: string;
  readonly renewBefore: string;
  /** Whether a renewal makes a new key; undefined leaves it to cert-manager, which says Always since 1.18. */
  readonly rotationPolicy?: 'Always' | 'Never';
}

/** The guide's own values: 90 days, renewed 15 days before they end. */
export const guideIstioCa: IstioCaRequest = { duration: '2160h', renewBefore: '360h' };

export interface IstioCaCertificateOptions extends IstioCaRequest {
  readonly name: string;
  readonly namespace: string;
  readonly secret: string;
  /** An AWSPCAIssuer of the same namespace: a Certificate can name no other. */
  readonly issuerName: string;
}

/** The guide's Certificate of step 6: a CA for Istio, from AWS PCA, into a secret. */
export function istioCaCertificate(options: IstioCaCertificateOptions) {
  const { name, namespace, secret, issuerName, duration, renewBefore, rotationPolicy } = options;
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name, namespace },
    spec: {
      isCA: true,
      commonName: 'istio-ca',
      duration,
      renewBefore,
      privateKey: { algorithm: 'RSA', size: 2048, ...(rotationPolicy === undefined ? {} : { rotationPolicy }) },
      secretName: secret,
      issuerRef: { group: 'awspca.cert-manager.io', kind: 'AWSPCAIssuer', name: issuerName },
    },
  };
}
