import type { ChainMember } from './chain-member.ts';
import { type Finding, findingOf, type Observation } from './check.ts';
import { observeEach } from './observe-chain.ts';

/** Whom a workload certificate is for, in Istio's form of a SPIFFE ID. */
export interface WorkloadIdentity {
  readonly trustDomain: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** Trust domain characters: SPIFFE-ID standard §2.1; path segment characters: §2.2; `ns/…/sa/…` is Istio's own form. */
const workloadSpiffeId = /^spiffe:\/\/([a-z0-9._-]+)\/ns\/([A-Za-z0-9._-]+)\/sa\/([A-Za-z0-9._-]+)$/;

/** Reads `spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT`; undefined for anything else. */
export function parseWorkloadSpiffeId(uri: string): WorkloadIdentity | undefined {
  const [, trustDomain, namespace, serviceAccount] = workloadSpiffeId.exec(uri) ?? [];
  if (trustDomain === undefined || namespace === undefined || serviceAccount === undefined) return undefined;
  return { trustDomain, namespace, serviceAccount };
}

/** SPIFFE X509-SVID standard §2: exactly one URI SAN. With two, which identity counts would be the reader's guess. */
export function findOneUri(leaf: ChainMember | undefined): Finding {
  return observeUris(leaf, 'exactly one URI among the subject alternative names', (label, uris) => ({
    holds: uris.length === 1,
    text: `${label} has ${uris.length === 0 ? 'none' : `${uris.length}: ${uris.join(', ')}`}`,
  }));
}

/** The identity has Istio's form and lies in the mesh's trust domain. */
export function findTrustDomain(leaf: ChainMember | undefined, trustDomain: string): Finding {
  return observeUris(leaf, `spiffe://${trustDomain}/ns/NAMESPACE/sa/SERVICE-ACCOUNT`, (label, uris) => ({
    holds: uris.length > 0 && uris.every((uri) => parseWorkloadSpiffeId(uri)?.trustDomain === trustDomain),
    text: `${label} is for ${uris.join(', ') || 'nobody: it has no URI'}`,
  }));
}

/** The identity is the one of the pod's namespace and service account. */
export function findSpiffeId(leaf: ChainMember | undefined, spiffeId: string): Finding {
  return observeUris(leaf, spiffeId, (label, uris) => ({
    holds: uris.length === 1 && uris[0] === spiffeId,
    text: `${label} is for ${uris.join(', ') || 'nobody: it has no URI'}`,
  }));
}

function observeUris(
  leaf: ChainMember | undefined,
  expected: string,
  look: (label: string, uris: readonly string[]) => Observation,
): Finding {
  const observations = observeEach(leaf === undefined ? [] : [leaf], ({ label, certificate }) => {
    const uris = certificate.subjectAlternativeNames.filter(({ type }) => type === 'uri').map(({ value }) => value);
    return look(label, uris);
  });
  return findingOf(expected, observations);
}
