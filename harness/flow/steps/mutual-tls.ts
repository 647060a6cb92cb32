import { kubectlExec } from '../../kubernetes/kubectl-exec.ts';
import type { WaitListener } from '../../kubernetes/watch-until.ts';
import type { Check } from '../../pki/check.ts';
import { checked } from '../checks.ts';
import type { BookinfoAccess } from './bookinfo-request.ts';

/** The calls that make a product page: who calls, from which of its deployments, and whom. */
const hops = [
  { from: ['ratings-v1'], to: 'productpage' },
  { from: ['productpage-v1'], to: 'details' },
  { from: ['productpage-v1'], to: 'reviews' },
  { from: ['reviews-v2', 'reviews-v3'], to: 'ratings' },
] as const;

/** Envoy's own counters of one hop, summed over the callers. */
export interface HopCounters {
  readonly connections: number;
  readonly handshakes: number;
  readonly answered: number;
}

/**
 * Whether the calls went over mutual TLS, by Envoy's counters in the calling proxies: requests were answered, and
 * every connection they used shook hands by TLS. A single connection in plain text would make the counts differ.
 */
export async function checkMutualTls(access: BookinfoAccess): Promise<readonly Check[]> {
  access.waitingFor("Envoy's counters of every hop");
  return Promise.all(
    hops.map(async ({ from, to }) => {
      const perCaller = await Promise.all(from.map((caller) => countersOf(access, caller, to)));
      const sum = (pick: (counters: HopCounters) => number) => perCaller.reduce((total, one) => total + pick(one), 0);
      const counters = {
        connections: sum((one) => one.connections),
        handshakes: sum((one) => one.handshakes),
        answered: sum((one) => one.answered),
      };
      return mutualTlsCheck(from, to, counters);
    }),
  );
}

/** The check of one hop. */
export function mutualTlsCheck(from: readonly string[], to: (typeof hops)[number]['to'], counters: HopCounters): Check {
  const { connections, handshakes, answered } = counters;
  return checked(answered > 0 && connections > 0 && handshakes === connections, {
    id: `mutual-tls-${to}`,
    title: `Requests to ${to} pass over mutual TLS`,
    expected: `in the proxies of ${from.join(' and ')}: answered requests, and as many TLS handshakes as connections`,
    observed: `${answered} requests answered with 200 over ${connections} connections, ${handshakes} TLS handshakes`,
  });
}

async function countersOf(access: BookinfoAccess, caller: string, service: string): Promise<HopCounters> {
  const stats = await kubectlExec({ ...access, ...counterExec(access, caller) });
  return hopCounters(stats, `cluster.outbound|9080||${service}.${access.namespace}.svc.cluster.local`);
}

type Access = Omit<BookinfoAccess, keyof WaitListener>;

/** Every look at Envoy's counters that {@link checkMutualTls} takes, as {@link kubectlExec} does it. */
export const counterExecs = (access: Access) =>
  hops.flatMap(({ from }) => from.map((caller) => counterExec(access, caller)));

const counterExec = (access: Access, caller: string) => ({
  ...access,
  target: `deployment/${caller}`,
  container: 'istio-proxy',
  command: ['pilot-agent', 'request', 'GET', 'stats'],
});

/** Reads one cluster's counters from what Envoy's admin port prints at /stats; a counter that is not there is 0. */
export function hopCounters(stats: string, cluster: string): HopCounters {
  const counters = new Map(
    stats
      .split('\n')
      // Some versions end the cluster's name with a semicolon, to tell it from the statistic's name.
      .filter((line) => line.startsWith(`${cluster}.`) || line.startsWith(`${cluster};.`))
      .map((line) => line.slice(cluster.length).replace(/^;?\./, '').split(': '))
      .map(([name, value]) => [name, Number(value)] as const),
  );
  return {
    connections: counters.get('upstream_cx_total') ?? 0,
    handshakes: counters.get('ssl.handshake') ?? 0,
    answered: counters.get('upstream_rq_200') ?? 0,
  };
}
