import type { Certificate } from '../../pki/certificate.ts';
import { formatDurationMs } from '../../wait/duration.ts';
import type { ClusterEvidence } from '../cluster-evidence.ts';
import type { Evidence } from '../evidence.ts';
import { certificatesOf, includesCertificate, isRoot, pathFrom, shown } from './bundles.ts';
import { type Istiod, istiodsOf, startOf } from './meshes.ts';
import type { Observer } from './observer.ts';
import { nameOf, subjectOf } from './subjects.ts';

/** What each istiod signs with, compared with the `cacerts` beside it. */
export const observeIstiods: Observer = ({ cluster, gatheredAt }: Evidence) =>
  cluster === null
    ? []
    : istiodsOf(cluster).flatMap((istiod) =>
        linesOf(istiod, cluster, gatheredAt).map((text) => ({
          kind: 'relation',
          subject: subjectOf('Pod', istiod.pod),
          text,
        })),
      );

/**
 * How long a changed secret may take to reach istiod: the kubelet looks every minute and may hold what it read for
 * another.
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-files-from-a-pod
 */
const syncMs = 120_000;
/** Istio's own CA calls itself by the trust domain. */
const istiosOwn = /^O=/;

function linesOf(istiod: Istiod, cluster: ClusterEvidence, gatheredAt: string): readonly string[] {
  const { seen, secret } = istiod;
  const started = startOf(istiod);
  const [, ...above] = servedPath(istiod, cluster);
  const [authority] = above;
  const root = above.at(-1);
  if (authority === undefined || root === undefined || !isRoot(root) || secret === undefined || started === null)
    return [];
  const plugged = [
    ...certificatesOf(secret.certificates['tls.crt']),
    ...certificatesOf(secret.certificates['ca-cert.pem']),
  ];
  const pluggedRoots = [
    ...certificatesOf(secret.certificates['ca.crt']),
    ...certificatesOf(secret.certificates['root-cert.pem']),
  ];
  const [wanted] = plugged;
  const [wantedRoot] = pluggedRoots;
  if (wanted === undefined || wantedRoot === undefined) return [];
  const name = `Secret ${nameOf(secret)}`;
  const ageMs = new Date(gatheredAt).getTime() - new Date(secret.changedAt).getTime();
  if (!includesCertificate(pluggedRoots, root)) {
    if (isSelfSigned(authority, root)) {
      return [
        `signs with its own ${shown(root)}, not with ${shown(wanted)} of ${name}: it started at ${started}, the secret was created at ${secret.createdAt}`,
      ];
    }
    if (ageMs < syncMs && !hasRefusedRoot(istiod, cluster)) return [];
    return [
      `signs under the root ${shown(root)}, but ${name} holds the root ${shown(wantedRoot)} since ${secret.changedAt}`,
    ];
  }
  if (authority.sha256 === wanted.sha256) return metricLines(seen?.expiryMetricSeconds ?? null, wanted);
  const isFixed = istiod.pod.subPathSecrets.includes(secret.name);
  if (ageMs < syncMs && !isFixed) return [];
  const why = isFixed ? ': it is mounted by subPath' : '';
  return [
    `still signs with ${shown(authority)}, but ${name} holds ${shown(wanted)} since ${secret.changedAt}, ${formatDurationMs(ageMs)} ago${why}`,
  ];
}

/** Whether it has noticed another root already, and said that it will not take it. */
function hasRefusedRoot({ pod }: Istiod, { logs }: ClusterEvidence): boolean {
  return logs.some(
    (log) =>
      log.namespace === pod.namespace &&
      log.pod === pod.name &&
      log.lines.some((line) => line.includes('ROOT-CA not supported')),
  );
}

/** With a CA of its own istiod shows its certificate alone; the CA that signed it is what it distributes as the root. */
function servedPath({ pod, seen }: Istiod, { trustBundles }: ClusterEvidence): readonly Certificate[] {
  const [own, ...others] = certificatesOf(seen?.servedChain);
  const bundle = trustBundles.find(({ namespace }) => namespace === pod.namespace);
  return own === undefined ? [] : pathFrom(own, [...others, ...certificatesOf(bundle?.pem)]);
}

const isSelfSigned = (authority: Certificate, root: Certificate): boolean =>
  authority.sha256 === root.sha256 && istiosOwn.test(root.subject);

/** Certificates end on whole seconds. */
const toleranceSeconds = 1;

function metricLines(metricSeconds: number | null, { notAfter }: Certificate): readonly string[] {
  if (metricSeconds === null) return [];
  const endsAtSeconds = notAfter.getTime() / 1_000;
  if (Math.abs(metricSeconds - endsAtSeconds) <= toleranceSeconds) return [];
  const says = new Date(metricSeconds * 1_000).toISOString();
  return [
    `signs with the CA that ends at ${notAfter.toISOString()}, but its metric citadel_server_cert_chain_expiry_timestamp says ${says}`,
  ];
}
