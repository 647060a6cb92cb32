import type {
  CertificateFacts,
  CertificateRequestFacts,
  ClusterEvidence,
  ObjectFacts,
  PcaIssuerFacts,
} from '../cluster-evidence.ts';

/** `Pod istio-system/istiod-abc`, or `AWSPCAClusterIssuer name` for what has no namespace. */
export function subjectOf(kind: string, { namespace, name }: Pick<ObjectFacts, 'namespace' | 'name'>): string {
  return `${kind} ${nameOf({ namespace, name })}`;
}

export const nameOf = ({ namespace, name }: Pick<ObjectFacts, 'namespace' | 'name'>): string =>
  namespace === '' ? name : `${namespace}/${name}`;

/**
 * The request that counts for each Certificate, its newest, and every request that belongs to no Certificate. Earlier
 * ones may have failed and been overcome.
 */
export function presentRequests({ certificateRequests }: ClusterEvidence): readonly CertificateRequestFacts[] {
  const newest = new Map<string, CertificateRequestFacts>();
  for (const request of certificateRequests.toSorted(byAge)) {
    newest.set(`${request.namespace}/${request.certificateName || request.name}`, request);
  }
  return [...newest.values()];
}

const byAge = (one: CertificateRequestFacts, other: CertificateRequestFacts): number =>
  one.revision - other.revision || one.createdAt.localeCompare(other.createdAt);

/** The newest request of a Certificate. */
export function requestOf(
  cluster: ClusterEvidence,
  certificate: CertificateFacts,
): CertificateRequestFacts | undefined {
  return presentRequests(cluster).find(
    ({ namespace, certificateName }) => namespace === certificate.namespace && certificateName === certificate.name,
  );
}

export const awsPcaGroup = 'awspca.cert-manager.io';

/** The AWS PCA issuer that something in a namespace refers to. */
export function pcaIssuerOf(
  { pcaIssuers }: ClusterEvidence,
  { namespace, issuerRef }: Pick<CertificateFacts, 'namespace' | 'issuerRef'>,
): PcaIssuerFacts | undefined {
  if (issuerRef.group !== awsPcaGroup) return undefined;
  const home = issuerRef.kind === 'AWSPCAClusterIssuer' ? '' : namespace;
  return pcaIssuers.find(
    (issuer) => issuer.kind === issuerRef.kind && issuer.name === issuerRef.name && issuer.namespace === home,
  );
}

/** What a Certificate or a request refers to, as its subject names it: `AWSPCAIssuer istio-system/aws-pca-issuer-istio`. */
export function referenceOf({
  namespace,
  issuerRef: { kind, name },
}: Pick<CertificateFacts, 'namespace' | 'issuerRef'>): string {
  return subjectOf(kind, { namespace: kind.includes('Cluster') ? '' : namespace, name });
}

/** `CertificateRequest istio-system/istio-ca-1 (AWSPCAIssuer istio-system/aws-pca-issuer-istio)`: rules tie both together. */
export function referringSubject(
  kind: 'Certificate' | 'CertificateRequest',
  referrer: Pick<CertificateFacts, 'namespace' | 'name' | 'issuerRef'>,
): string {
  return `${subjectOf(kind, referrer)} (${referenceOf(referrer)})`;
}
