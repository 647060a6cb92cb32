import type { CertificateFacts, ClusterEvidence, IssuerReference, PcaIssuerFacts } from '../cluster-evidence.ts';
import type { EvidenceLine } from '../evidence-line.ts';
import { signerOf } from '../gather/approvers.ts';
import type { Observer } from './observer.ts';
import { awsPcaGroup, nameOf, pcaIssuerOf, presentRequests, referringSubject } from './subjects.ts';

/** Issuer references that resolve to nothing, and what was probably meant; requests that nobody may approve. */
export const observeReferences: Observer = ({ cluster }) =>
  cluster === null ? [] : [...dangling(cluster), ...unapprovable(cluster)];

type Referrer = Pick<CertificateFacts, 'namespace' | 'name' | 'issuerRef'>;

function dangling(cluster: ClusterEvidence): readonly EvidenceLine[] {
  const requests = presentRequests(cluster).filter(({ certificateName }) => certificateName === '');
  return [
    ...cluster.certificates.map((certificate) => ['Certificate', certificate] as const),
    ...requests.map((request) => ['CertificateRequest', request] as const),
  ].flatMap(([kind, referrer]) => {
    const problem = problemOf(cluster, referrer);
    return problem === undefined ? [] : [relation(referringSubject(kind, referrer), problem)];
  });
}

function problemOf(cluster: ClusterEvidence, referrer: Referrer): string | undefined {
  const { namespace, issuerRef } = referrer;
  const { group, kind, name } = issuerRef;
  if (group === 'cert-manager.io') {
    const found = cluster.issuers.some(
      (issuer) =>
        issuer.kind === kind && issuer.name === name && (kind === 'ClusterIssuer' || issuer.namespace === namespace),
    );
    return found || !cluster.pcaIssuers.some((issuer) => issuer.name === name)
      ? undefined
      : `its issuerRef's group is ${group}, where ${kind} ${name} does not exist; ${namesakes(cluster, name)}`;
  }
  if (group !== awsPcaGroup) {
    return /^AWSPCA/.test(kind) || cluster.pcaIssuers.some((issuer) => issuer.name === name)
      ? `its issuerRef's group is ${group}, which no controller here serves; ${namesakes(cluster, name)}`
      : undefined;
  }
  if (pcaIssuerOf(cluster, referrer) !== undefined) return undefined;
  if (kind !== 'AWSPCAIssuer' && kind !== 'AWSPCAClusterIssuer') {
    return `its issuerRef's kind is ${kind}, which the group ${group} does not have; ${namesakes(cluster, name)}`;
  }
  return unresolved(cluster, namespace, issuerRef);
}

function unresolved(cluster: ClusterEvidence, namespace: string, { kind, name }: IssuerReference): string {
  const same = cluster.pcaIssuers.filter((issuer) => issuer.name === name);
  const otherKind = same.find(
    (issuer) => issuer.kind !== kind && (issuer.namespace === '' || issuer.namespace === namespace),
  );
  if (otherKind !== undefined) {
    return `its issuerRef's kind is ${kind}, of which none is named ${name}; ${namesakes(cluster, name)}`;
  }
  const elsewhere = same.find((issuer) => issuer.kind === kind);
  if (elsewhere !== undefined) {
    return `its issuerRef names the ${kind} ${name}, which is not in namespace ${namespace}; there is one in namespace ${elsewhere.namespace}`;
  }
  const usable = cluster.pcaIssuers.filter((issuer) => issuer.namespace === namespace || issuer.namespace === '');
  const there =
    usable.length === 0 ? 'there is none that it could use' : `there is ${usable.map(kindAndName).join(', ')}`;
  return `its issuerRef names the ${kind} ${name}, which does not exist; ${there}`;
}

function namesakes({ pcaIssuers }: ClusterEvidence, name: string): string {
  const same = pcaIssuers.filter((issuer) => issuer.name === name);
  return same.length === 0 ? `no AWS PCA issuer is named ${name}` : `there is ${same.map(kindAndName).join(', ')}`;
}

const kindAndName = (issuer: PcaIssuerFacts): string => `${issuer.kind} ${nameOf(issuer)}`;

/** A signer that does not exist may be approved by nobody: then the reference is what is wrong. */
function unapprovable(cluster: ClusterEvidence): readonly EvidenceLine[] {
  const referring = presentRequests(cluster).filter((request) => problemOf(cluster, request) === undefined);
  return referring.flatMap((request) => {
    const signer = signerOf(request);
    return cluster.approvers
      .filter((approver) => approver.signer === signer && !approver.allowed)
      .map(({ user }) =>
        relation(
          referringSubject('CertificateRequest', request),
          `${user} may not approve requests for the signer ${signer}`,
        ),
      );
  });
}

const relation = (subject: string, text: string): EvidenceLine => ({ kind: 'relation', subject, text });
