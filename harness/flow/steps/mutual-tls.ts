import { kubectlExec } from '../../kubernetes/kubectl-exec.ts';
import type { WaitListener } from '../../kubernetes/watch-until.ts';
import type { Check } from '../../pki/check.ts';
import { checked } from '../checks.ts';
import type { BookinfoAccess } from './bookinfo-request.ts';

/** The calls that make a product page: who calls, from which of its deployments; whom, and which deployments serve it. */
const hops = [
  { from: ['ratings-v1'], to: 'productpage', servers: ['productpage-v1'] },
  { from: ['productpage-v1'], to: 'details', servers: ['details-v1'] },
  { from: ['productpage-v1'], to: 'reviews', servers: ['reviews-v1', 'reviews-v2', 'reviews-v3'] },
  { from: ['reviews-v2', 'reviews-v3'], to: 'ratings', servers: ['ratings-v1'] },
] as const;
const deployments = [...new Set(hops.flatMap(({ from, servers }) => [...from, ...servers]))];

/** Envoy's own counters of one hop: at the callers, summed, and at the servers, of all callers. */
export interface HopCounters {
  readonly connections: number;
  readonly handshakes: number;
  readonly answered: number;
  /** TLS handshakes at the servers. */
  readonly accepted: number;
  /** Those of them in which the client showed no certificate. */
  readonly withoutCertificate: number;
}

/**
 * Whether the calls went over mutual TLS, by Envoy's counters on both sides: requests were answered, every connection they used
 * shook hands by TLS, and the servers saw no handshake without a client's certificate. A single connection in plain text would
 * make the callers' counts differ.
 */
export async function checkMutualTls(access: BookinfoAccess): Promise<readonly Check[]> {
  access.waitingFor("Envoy's counters of every hop");
  const statsOf = new Map(
    await Promise.all(
      deployments.map(async (name) => [name, await kubectlExec({ ...access, ...counterExec(access, name) })] as const),
    ),
  );
  return hops.map(({ from, to, servers }) => {
    const cluster = `cluster.outbound|9080||${to}.${access.namespace}.svc.cluster.local`;
    const sum = (names: readonly (typeof deployments)[number][], scope: string, counter: string) =>
      names.reduce((total, name) => total + counterOf(statsOf.get(name) ?? '', scope, counter), 0);
    return mutualTlsCheck(from, to, {
      connections: sum(from, cluster, 'upstream_cx_total'),
      handshakes: sum(from, cluster, 'ssl.handshake'),
      answered: sum(from, cluster, 'upstream_rq_200'),
      accepted: sum(servers, inbound, 'ssl.handshake'),
      withoutCertificate: sum(servers, inbound, 'ssl.no_certificate'),
    });
  });
}

/** The check of one hop. */
export function mutualTlsCheck(from: readonly string[], to: (typeof hops)[number]['to'], counters: HopCounters): Check {
  const { connections, handshakes, answered, accepted, withoutCertificate } = counters;
  const isTls = answered > 0 && connections > 0 && handshakes === connections;
  return checked(isTls && accepted > 0 && withoutCertificate === 0, {
    id: `mutual-tls-${to}`,
    title: `Requests to ${to} pass over mutual TLS`,
    expected:
      `in the proxies of ${from.join(' and ')}: answered requests, and as many TLS handshakes as connections; ` +
      `in those of ${to}: handshakes, and none without a client's certificate`,
    observed:
      `${answered} requests answered with 200 over ${connections} connections, ${handshakes} TLS handshakes; ` +
      `${accepted} accepted by ${to}, ${withoutCertificate} of them without a client's certificate`,
  });
}

type Access = Omit<BookinfoAccess, keyof WaitListener>;

/** Every look at Envoy's counters that {@link checkMutualTls} takes, as {@link kubectlExec} does it. */
export const counterExecs = (access: Access) => deployments.map((name) => counterExec(access, name));

const counterExec = (access: Access, deployment: string) => ({
  ...access,
  target: `deployment/${deployment}`,
  container: 'istio-proxy',
  command: ['pilot-agent', 'request', 'GET', 'stats'],
});

/** What every sidecar takes its connections at. */
const inbound = 'listener.0.0.0.0_15006';

/**
 * The counters above, as Istio is configured to keep them: it leaves them out of a proxy's statistics otherwise.
 * @see https://istio.io/latest/docs/ops/configuration/telemetry/envoy-stats/
 */
export const proxyCounters = [
  String.raw`cluster\.outbound.*(ssl\.handshake|upstream_cx_total|upstream_rq_200)`,
  String.raw`listener\..*15006.*ssl\.(handshake|no_certificate)`,
];

/** Reads one counter of a cluster or listener from what Envoy's admin port prints at /stats; one that is not there is 0. */
export function counterOf(stats: string, scope: string, counter: string): number {
  // Some versions end the scope's name with a semicolon, to separate it from the statistic's name.
  const names = [`${scope}.${counter}: `, `${scope};.${counter}: `];
  const line = stats.split('\n').find((text) => names.some((name) => text.startsWith(name)));
  return Number(line?.slice(line.indexOf(': ') + 2) ?? 0);
}
