/** What a proxy has counted for one endpoint: a pod's address in one of its clusters, or in all of them together. */
export interface EndpointCounters {
  readonly connections: number;
  readonly failedConnections: number;
  readonly answered: number;
  /** Answered with an error, reset, or not at all. */
  readonly failed: number;
}

/**
 * Reads what Envoy's admin port prints at /clusters, `CLUSTER::ADDRESS:PORT::COUNTER::VALUE`. It counts every try, also
 * those that the proxy tries anew elsewhere, so that the caller never learns of them.
 *
 * @param address - A pod's IP address.
 * @see https://www.envoyproxy.io/docs/envoy/latest/operations/admin#get--clusters
 */
export function endpointCounters(clusters: string, address: string): EndpointCounters {
  const totals = new Map<string, number>();
  for (const line of clusters.split('\n')) {
    const [cluster, endpoint, counter = '', value] = line.split('::');
    if (!cluster?.startsWith('outbound|') || !endpoint?.startsWith(`${address}:`)) continue;
    totals.set(counter, (totals.get(counter) ?? 0) + Number(value));
  }
  const count = (counter: string) => totals.get(counter) ?? 0;
  return {
    connections: count('cx_total'),
    failedConnections: count('cx_connect_fail'),
    answered: count('rq_success'),
    failed: count('rq_error'),
  };
}
