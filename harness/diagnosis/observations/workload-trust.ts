import type { Certificate } from '../../pki/certificate.ts';
import type { ClusterEvidence, ProxyFacts } from '../cluster-evidence.ts';
import type { EvidenceLine } from '../evidence-line.ts';
import { certificatesOf, includesCertificate, isRoot, pathFrom, shown } from './bundles.ts';
import type { Observer } from './observer.ts';

/** What proxies present and trust, compared with each other and with the CA that signed them; what ztunnel complains of. */
export const observeWorkloadTrust: Observer = ({ cluster, gatheredAt }) => {
  if (cluster === null) return [];
  const trusts = cluster.proxies.map(trustOf);
  return [...splits(trusts), ...trusts.flatMap(cutShort), ...ztunnelLines(cluster, gatheredAt)];
};

interface Trust {
  readonly subject: string;
  readonly chain: readonly Certificate[];
  readonly roots: readonly Certificate[];
}

const trustOf = ({ namespace, pod, chain, roots }: ProxyFacts): Trust => ({
  subject: `Pod ${namespace}/${pod}`,
  chain: certificatesOf(chain),
  roots: certificatesOf(roots),
});

/** Pairs of proxies of which one does not trust the root that the other shows; one line for each pair of roots. */
function splits(trusts: readonly Trust[]): readonly EvidenceLine[] {
  const showing = new Map<string, { readonly subject: string; readonly root: Certificate }>();
  for (const trust of trusts) {
    const root = rootShownBy(trust);
    if (root !== undefined && !showing.has(root.sha256)) showing.set(root.sha256, { subject: trust.subject, root });
  }
  const lines = new Map<string, EvidenceLine>();
  for (const { subject, roots } of trusts.filter((trust) => trust.roots.length > 0)) {
    for (const other of showing.values()) {
      if (includesCertificate(roots, other.root)) continue;
      const trusted = roots.map(shown).join(', ');
      // One line for both directions.
      const key = [trusted, shown(other.root)].toSorted().join('\n');
      if (lines.has(key)) continue;
      const text = `trusts ${trusted}, but ${other.subject} shows a chain to ${shown(other.root)}`;
      lines.set(key, { kind: 'relation', subject, text });
    }
  }
  return [...lines.values()];
}

/** The root that a chain leads to. It need not be the last: with several roots in `ca.crt`, Istio appends them all. */
function rootShownBy({ chain: [leaf, ...above] }: Trust): Certificate | undefined {
  const top = leaf === undefined ? undefined : pathFrom(leaf, above).at(-1);
  return top !== undefined && isRoot(top) ? top : undefined;
}

/** Certificates that end when, or after, the CA that signed them does: nothing but its end can have set that. */
function cutShort({ subject, chain: [leaf, authority] }: Trust): readonly EvidenceLine[] {
  if (leaf === undefined || authority === undefined || leaf.notAfter < authority.notAfter) return [];
  const how = leaf.notAfter > authority.notAfter ? 'outlives' : 'ends together with';
  const text = `has a certificate that ${how} the CA that signed it, ${shown(authority)}: it ends at ${leaf.notAfter.toISOString()}, the CA at ${authority.notAfter.toISOString()}`;
  return [{ kind: 'relation', subject, text }];
}

/** How far back a line of ztunnel's log still tells of the present. */
const presentMs = 300_000;

/** ztunnel keeps no condition: what its log complained of in the last minutes is the nearest thing to its state. */
function ztunnelLines({ logs }: ClusterEvidence, gatheredAt: string): readonly EvidenceLine[] {
  const from = new Date(gatheredAt).getTime() - presentMs;
  return logs
    .filter(({ component, previous }) => component === 'ztunnel' && !previous)
    .flatMap(({ namespace, pod, lines }) => {
      const complaints = lines.filter(
        (line) => complaint.test(line) && new Date(line.split(/\s/)[0] ?? '').getTime() >= from,
      );
      const last = complaints.at(-1);
      return last === undefined
        ? []
        : [
            {
              kind: 'relation' as const,
              subject: `Pod ${namespace}/${pod}`,
              text: `its log complains now: ${last.replace(/^\S+\s+/, '')}`,
            },
          ];
    });
}

const complaint = /UnknownIssuer|invalid peer certificate|BadSignature|certificate (unknown|expired|verify failed)/i;
