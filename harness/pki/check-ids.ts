/**
 * The ids of every check there is: what a run proves of each step of the guide, what an upgrade proves beside it, and what is
 * checked of a cluster or a mesh that was there before. A check of another name does not compile, and each of these has a
 * counter-example in `harness/flow/testing/counter-examples/`, without which neither does the build.
 */
export const checkIds = {
  /** What a run of the guide on kind proves, in the order of its steps. */
  guide: [
    'cert-manager-pods',
    'cert-manager-webhook',
    'ca-hierarchy-active',
    'ca-hierarchy-path-length',
    'iam-role-assumed',
    'iam-role-policy',
    'issuer-pods',
    'issuer-service-account',
    'issuer-credentials',
    'aws-pca-issuer-ready',
    'istio-ca-ready',
    'cacerts-complete',
    'cacerts-key',
    'cacerts-chain',
    'istiod-plugged-in-ca',
    'bookinfo-pods',
    'bookinfo-request',
    'mutual-tls-productpage',
    'mutual-tls-details',
    'mutual-tls-reviews',
    'mutual-tls-ratings',
    'chain-count',
    'signature-aa-by-ab',
    'signature-ab-by-ac',
    'signature-ac-by-ad',
    'root-self-signed',
    'names-chain',
    'key-identifiers',
    'basic-constraints',
    'path-lengths',
    'key-usages',
    'validity-now',
    'validity-nested',
    'root-twice',
    'mutual-tls-usages',
    'spiffe-one-uri',
    'spiffe-trust-domain',
    'spiffe-id',
    'aws-serial-ab',
    'aws-certificate-ab',
    'aws-serial-ac',
    'aws-certificate-ac',
    'aws-serial-ad',
    'aws-certificate-ad',
    'plugged-in-ca',
    'cacerts-tls-crt',
    'cacerts-ca-crt',
    'istio-ca-root-cert',
  ],
  upgrade: [
    'upgrade-cert-manager',
    'upgrade-issuer',
    'upgrade-istiod',
    'upgrade-proxies',
    'upgrade-same-istio-ca',
    'upgrade-same-root',
    'upgrade-renewal',
  ],
  /** In a cluster that was there before the run, and of a mesh that the run did not install. */
  existing: ['cluster-preflight', 'issuer-ready'],
} as const;

/** A check that is in the list. */
export type ListedCheckId = (typeof checkIds)[keyof typeof checkIds][number];

/** A check's id: one of the list, or one of a place that only a longer chain than the guide's has. */
export type CheckId =
  | ListedCheckId
  | `signature-${string}-by-${string}`
  | `aws-serial-${string}`
  | `aws-certificate-${string}`;
