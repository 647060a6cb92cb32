import { findMutualTlsUsages } from './authority-rules.ts';
import { describeRole, findAwsCertificate, findAwsSerial } from './aws-rules.ts';
import { type CaRecord, orderCaRecords } from './ca-records.ts';
import { type ChainLayout, layOutChain } from './chain-layout.ts';
import type { ChainMember } from './chain-member.ts';
import { type Check, checkOf } from './check.ts';
import type { CheckId } from './check-ids.ts';
import { findBundle, findCount, findPluggedInCa, findRootTwice, findTrustBundles } from './mesh-rules.ts';
import { findOneUri, findSpiffeId, findTrustDomain } from './spiffe-id.ts';
import { verifyChain } from './verify-chain.ts';

export { workloadChainLength } from './chain-layout.ts';

export interface WorkloadChainInput {
  /** What `istioctl proxy-config secret` shows of the pod, decoded: PEM certificates, the leaf first. */
  readonly chainPem: string;
  /** For example `spiffe://cluster.local/ns/default/sa/bookinfo-productpage`. */
  readonly expectedSpiffeId: string;
  readonly trustDomain: string;
  /** `workloadChainLength(CAs in AWS)`: 5 in the guide. */
  readonly expectedCertificateCount: number;
  /** Every CA of the hierarchy and Istio's own, in any order; undefined where AWS is not asked, and nothing compared. */
  readonly caRecords?: readonly CaRecord[];
  /** The certificates of the secret `cacerts`. Its key has no business here. */
  readonly cacerts: { readonly tlsCrtPem: string; readonly caCrtPem: string };
  /** `root-cert.pem` of the ConfigMap `istio-ca-root-cert` by namespace; '' for one that runs a proxy and has none. */
  readonly trustBundles: ReadonlyMap<string, string>;
  /** When the chain is judged. */
  readonly now: Date;
}

/**
 * Proves step 9 of the guide: the chain of a pod leads to AWS Private CA, and everything that the cluster holds of that
 * chain agrees. Which checks there are depends on the expected number of certificates alone; input that is broken or
 * missing makes checks fail and throws nothing.
 * @throws {UsageError} where `expectedCertificateCount` is less than 4.
 */
export function checkWorkloadChain(input: WorkloadChainInput): Check[] {
  const chain = layOutChain(input.chainPem, input.expectedCertificateCount);
  return [
    checkOf('chain-count', `the pod presents ${chain.members.length} certificates`, findCount(chain)),
    ...verifyChain(chain.path, { at: input.now }),
    checkOf('root-twice', `${chain.rootAgain?.label} is the root ${chain.root?.label} once more`, findRootTwice(chain)),
    ...checkIdentity(chain.leaf, input),
    ...(input.caRecords === undefined ? [] : checkAgainstAws(chain, input.caRecords)),
    ...checkCluster(chain, input),
  ];
}

function checkIdentity(leaf: ChainMember | undefined, { trustDomain, expectedSpiffeId }: WorkloadChainInput): Check[] {
  return [
    checkOf('mutual-tls-usages', 'the leaf serves both ends of mutual TLS', findMutualTlsUsages(leaf)),
    checkOf('spiffe-one-uri', 'the leaf has one identity', findOneUri(leaf)),
    checkOf('spiffe-trust-domain', `the identity is of ${trustDomain}`, findTrustDomain(leaf, trustDomain)),
    checkOf('spiffe-id', "the identity is the pod's service account", findSpiffeId(leaf, expectedSpiffeId)),
  ];
}

function checkAgainstAws({ path, subordinates }: ChainLayout, caRecords: readonly CaRecord[]): Check[] {
  const places = orderCaRecords(caRecords, subordinates.length);
  return path.slice(1).flatMap((member, index) => {
    const { label } = member;
    const place = places[index] ?? { problem: 'AWS reports no CA for it' };
    const role = describeRole(index === 0 ? 'istio-ca' : index === places.length - 1 ? 'root' : 'subordinate');
    return [
      checkOf(`aws-serial-${label}`, `${label} has the serial of the ${role} in AWS`, findAwsSerial(member, place)),
      checkOf(`aws-certificate-${label}`, `${label} is the ${role} in AWS`, findAwsCertificate(member, place)),
    ];
  });
}

function checkCluster(chain: ChainLayout, { cacerts, trustBundles, trustDomain }: WorkloadChainInput): Check[] {
  const { path } = chain;
  const root = path.slice(-1);
  const bundle = (id: CheckId, title: string, pem: string, what: string, wanted: readonly ChainMember[]) =>
    checkOf(id, title, findBundle(pem, what, wanted, chain));
  return [
    checkOf('plugged-in-ca', 'istiod signs with the plugged-in CA', findPluggedInCa(chain, trustDomain)),
    bundle(
      'cacerts-tls-crt',
      "cacerts holds Istio's CA and the CAs above it, without the root",
      cacerts.tlsCrtPem,
      'tls.crt of cacerts',
      path.slice(1, -1),
    ),
    bundle('cacerts-ca-crt', 'cacerts holds the root as ca.crt', cacerts.caCrtPem, 'ca.crt of cacerts', root),
    checkOf(
      'istio-ca-root-cert',
      'the root is distributed to every namespace of the mesh',
      findTrustBundles(trustBundles, chain),
    ),
  ];
}
