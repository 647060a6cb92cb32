/** What every object has. */
export interface ObjectFacts {
  /** '' for what has no namespace. */
  readonly namespace: string;
  readonly name: string;
  readonly createdAt: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface ConditionFacts {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

export interface IssuerReference {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

/** An AWSPCAIssuer or AWSPCAClusterIssuer. */
export interface PcaIssuerFacts extends ObjectFacts {
  readonly kind: 'AWSPCAIssuer' | 'AWSPCAClusterIssuer';
  readonly arn: string;
  readonly region: string;
  /** `spec.pcaTemplate.defaultTemplateName`; '' for the default. */
  readonly templateName: string;
  readonly conditions: readonly ConditionFacts[];
}

/** A cert-manager Certificate. */
export interface CertificateFacts extends ObjectFacts {
  readonly issuerRef: IssuerReference;
  readonly secretName: string;
  readonly isCa: boolean;
  /** As written, `2160h`; '' for the default. */
  readonly duration: string;
  readonly renewBefore: string;
  readonly renewBeforePercentage: number | null;
  readonly wantsNameConstraints: boolean;
  readonly revision: number;
  readonly lastFailureTime: string | null;
  readonly notAfter: string | null;
  readonly renewalTime: string | null;
  readonly conditions: readonly ConditionFacts[];
}

/** A cert-manager CertificateRequest. */
export interface CertificateRequestFacts extends ObjectFacts {
  readonly issuerRef: IssuerReference;
  /** The Certificate it is for; '' for a request of someone else's. */
  readonly certificateName: string;
  readonly revision: number;
  readonly isCa: boolean;
  readonly failureTime: string | null;
  readonly wantsNameConstraints: boolean;
  /** PEM of what was issued; '' before. */
  readonly certificate: string;
  readonly conditions: readonly ConditionFacts[];
}

/** One of cert-manager's own issuers. */
export interface IssuerFacts extends ObjectFacts {
  readonly kind: 'Issuer' | 'ClusterIssuer';
}

export interface ContainerFacts {
  readonly name: string;
  readonly ready: boolean;
  readonly restarts: number;
  /** Since when the present run of it is going on; null while it is not. */
  readonly startedAt: string | null;
  readonly waiting: string;
  /** How the run before ended: `exit code 1 (Error)`; '' when there was none. */
  readonly lastEnd: string;
}

export interface PodFacts extends ObjectFacts {
  /** As `kubectl get pods` shows it: `2/2 Running`, `0/1 CrashLoopBackOff`. */
  readonly summary: string;
  readonly isReady: boolean;
  readonly isFinished: boolean;
  readonly isLeaving: boolean;
  readonly isOnHostNetwork: boolean;
  /** Secrets that a container mounts by subPath: what it sees of them never changes. */
  readonly subPathSecrets: readonly string[];
  readonly containers: readonly ContainerFacts[];
}

export interface DeploymentFacts extends ObjectFacts {
  readonly asked: number;
  readonly ready: number;
  readonly serviceAccount: string;
  /** Of the first container: only what names AWS roles, regions and endpoints. */
  readonly awsSettings: Readonly<Record<string, string>>;
}

export interface NamespaceFacts extends ObjectFacts {
  readonly isLeaving: boolean;
}

export interface WebhookFacts extends ObjectFacts {
  readonly kind: 'ValidatingWebhookConfiguration' | 'MutatingWebhookConfiguration';
  /** Hooks that are called in the cluster; `caBundle` is PEM, '' where there is none. */
  readonly hooks: readonly { readonly name: string; readonly caBundle: string }[];
  /** The secret that the bundle is to be taken from, as `NAMESPACE/NAME`; '' where cert-manager does not write it. */
  readonly caSecret: string;
}

/** The public part of a secret. */
export interface SecretFacts extends ObjectFacts {
  readonly type: string;
  readonly changedAt: string;
  readonly keys: readonly string[];
  readonly emptyKeys: readonly string[];
  /** PEM of the certificates in it, by key; a key's text that is no certificate is left out. */
  readonly certificates: Readonly<Record<string, string>>;
  /** Whether its private key belongs to its certificate; null where one of them is missing or unreadable. */
  readonly keyFits: boolean | null;
}

/** The ConfigMap `istio-ca-root-cert` of a namespace: the roots that istiod distributes. */
export interface TrustBundleFacts {
  readonly namespace: string;
  readonly pem: string;
}

export interface EventFacts {
  /** `Pod istio-system/istiod-abc`. */
  readonly subject: string;
  readonly at: string;
  readonly reason: string;
  readonly message: string;
}

export interface LogFacts {
  readonly component: 'kube-proxy' | 'cert-manager' | 'issuer' | 'istiod' | 'proxy' | 'ztunnel';
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Whether it is of the container's run before the present one. */
  readonly previous: boolean;
  readonly lines: readonly string[];
}

/** What an istiod signs with, as its own server certificate shows: it signs that one itself. */
export interface IstiodFacts {
  readonly namespace: string;
  readonly pod: string;
  readonly revision: string;
  /** PEM: server certificate, its CA, … root; null where the port could not be reached. */
  readonly servedChain: string | null;
  /** Metric `citadel_server_cert_chain_expiry_timestamp`, Unix time; null where there is none. */
  readonly expiryMetricSeconds: number | null;
}

/** What a sidecar or gateway presents, and what it trusts, by its own configuration dump. */
export interface ProxyFacts {
  readonly namespace: string;
  readonly pod: string;
  /** PEM; null while it has none. */
  readonly chain: string | null;
  readonly roots: string | null;
}

/** An answer of the API server: whether someone may approve requests for a signer. */
export interface ApproverFacts {
  readonly user: string;
  /** `awspcaissuers.awspca.cert-manager.io/NAMESPACE.NAME`. */
  readonly signer: string;
  readonly allowed: boolean;
}

/** A cluster's objects, of all namespaces. */
export interface ClusterEvidence {
  readonly namespaces: readonly NamespaceFacts[];
  readonly pcaIssuers: readonly PcaIssuerFacts[];
  readonly issuers: readonly IssuerFacts[];
  readonly certificates: readonly CertificateFacts[];
  readonly certificateRequests: readonly CertificateRequestFacts[];
  readonly deployments: readonly DeploymentFacts[];
  readonly pods: readonly PodFacts[];
  readonly secrets: readonly SecretFacts[];
  readonly trustBundles: readonly TrustBundleFacts[];
  readonly webhooks: readonly WebhookFacts[];
  readonly approvers: readonly ApproverFacts[];
  readonly events: readonly EventFacts[];
  readonly logs: readonly LogFacts[];
  readonly istiods: readonly IstiodFacts[];
  readonly proxies: readonly ProxyFacts[];
}
