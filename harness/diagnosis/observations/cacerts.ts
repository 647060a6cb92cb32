import type { Certificate } from '../../pki/certificate.ts';
import type { ClusterEvidence, SecretFacts } from '../cluster-evidence.ts';
import type { EvidenceLine } from '../evidence-line.ts';
import { certificatesOf, includesCertificate, isRoot, pathFrom, shown } from './bundles.ts';
import { caSecret, istiodsOf } from './meshes.ts';
import type { Observer } from './observer.ts';
import { nameOf, subjectOf } from './subjects.ts';

/**
 * The secret `cacerts` beside each istiod, and wherever a Certificate makes one for an istiod to come: complete, of one
 * format, and with certificates that fit each other. Beside an istiod without one: a CA that was stored elsewhere.
 */
export const observeCacerts: Observer = ({ cluster }) => {
  if (cluster === null) return [];
  const istiods = new Set(istiodsOf(cluster).map(({ pod }) => pod.namespace));
  const issued = cluster.certificates.filter(({ isCa, secretName }) => isCa && secretName === caSecret);
  const namespaces = new Set([...istiods, ...issued.map(({ namespace }) => namespace)]);
  return [...namespaces].flatMap((namespace) => {
    const secret = cluster.secrets.find((each) => each.namespace === namespace && each.name === caSecret);
    if (secret !== undefined) return contentLines(secret);
    return istiods.has(namespace) ? misplaced(cluster, namespace) : [];
  });
};

/** The keys of both formats. @see https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/ */
const tlsKeys = ['tls.crt', 'tls.key', 'ca.crt'] as const;
const istioKeys = ['ca-cert.pem', 'ca-key.pem', 'root-cert.pem', 'cert-chain.pem'] as const;

function contentLines(secret: SecretFacts): readonly EvidenceLine[] {
  const has = (key: string) => secret.keys.includes(key);
  const ofTls = tlsKeys.filter(has);
  const ofIstio = istioKeys.filter(has);
  if (ofTls.length > 0 && ofIstio.length > 0) {
    return [relation(secret, `has keys of both formats, ${ofTls.join(', ')} and ${ofIstio.join(', ')}`)];
  }
  const wanted = ofIstio.length > 0 ? istioKeys : tlsKeys;
  const missing = wanted.filter((key) => !has(key));
  const empty = wanted.filter((key) => secret.emptyKeys.includes(key));
  if (missing.length > 0 || empty.length > 0) {
    const lacks = [...missing.map((key) => `no ${key}`), ...empty.map((key) => `an empty ${key}`)].join(' and ');
    return [relation(secret, `has ${lacks}, of ${wanted.join(', ')}`)];
  }
  const [chainKey, rootKey] =
    ofIstio.length > 0 ? (['ca-cert.pem', 'root-cert.pem'] as const) : (['tls.crt', 'ca.crt'] as const);
  const chain = [
    ...certificatesOf(secret.certificates[chainKey]),
    ...certificatesOf(secret.certificates['cert-chain.pem']),
  ];
  return chainLines(secret, chain, certificatesOf(secret.certificates[rootKey]), [chainKey, rootKey]);
}

function chainLines(
  secret: SecretFacts,
  chain: readonly Certificate[],
  roots: readonly Certificate[],
  [chainKey, rootKey]: readonly [string, string],
): readonly EvidenceLine[] {
  const [signing] = chain;
  const [root] = roots;
  if (signing === undefined || root === undefined) {
    const unreadable = [...(signing === undefined ? [chainKey] : []), ...(root === undefined ? [rootKey] : [])];
    return [relation(secret, `has no readable certificate in ${unreadable.join(' and ')}, of ${chainKey}, ${rootKey}`)];
  }
  const lines: EvidenceLine[] = [];
  if (!isRoot(root))
    lines.push(relation(secret, `holds in ${rootKey} ${shown(root)}, which is no root: ${root.issuer} signed it`));
  const path = pathFrom(signing, [...chain, ...roots]);
  const top = path.at(-1) ?? signing;
  if (!path.some((certificate) => includesCertificate(roots, certificate))) {
    lines.push(
      relation(
        secret,
        `holds in ${chainKey} a chain that ends at ${shown(top)}, signed by ${top.issuer}, and in ${rootKey} ${shown(root)}, which did not sign it`,
      ),
    );
  }
  if (secret.keyFits === false)
    lines.push(relation(secret, `holds a private key that is not the one of ${shown(signing)}`));
  return lines;
}

/** CAs of Certificates, stored where this istiod does not look. */
function misplaced(cluster: ClusterEvidence, istiodNamespace: string): readonly EvidenceLine[] {
  return cluster.certificates
    .filter(({ isCa }) => isCa)
    .flatMap(({ namespace, name, secretName }) => {
      const secret = cluster.secrets.find((each) => each.namespace === namespace && each.name === secretName);
      const [authority] = certificatesOf(secret?.certificates['tls.crt']);
      if (secret === undefined || authority === undefined) return [];
      return [
        relation(
          secret,
          `holds ${shown(authority)} of Certificate ${nameOf({ namespace, name })}, but the istiod in namespace ${istiodNamespace} reads only ${istiodNamespace}/${caSecret}, which does not exist`,
        ),
      ];
    });
}

const relation = (secret: SecretFacts, text: string): EvidenceLine => ({
  kind: 'relation',
  subject: subjectOf('Secret', secret),
  text,
});
