import { istiodServedChain } from '../../kubernetes/istiod-served-chain.ts';
import type { IstiodFacts, PodFacts } from '../cluster-evidence.ts';
import type { ApiServer } from './api-server.ts';
import type { Reader } from './reader.ts';

const metricsPort = 15_014;

/** What each istiod signs with now: it signs its own server certificate with the same CA as those of workloads. */
export async function istiodFacts(
  api: ApiServer,
  reader: Reader,
  pods: readonly PodFacts[],
): Promise<readonly IstiodFacts[]> {
  return Promise.all(
    pods.map(async ({ namespace, name, labels }) => ({
      namespace,
      pod: name,
      revision: labels['istio.io/rev'] ?? '',
      servedChain: await reader.try(`certificate of istiod ${namespace}/${name}`, null, () =>
        istiodServedChain(api.kubeConfig, { namespace, name }),
      ),
      expiryMetricSeconds: await reader.try(`metrics of istiod ${namespace}/${name}`, null, async () =>
        expiryMetric(await api.text(`/api/v1/namespaces/${namespace}/pods/${name}:${metricsPort}/proxy/metrics`)),
      ),
    })),
  );
}

function expiryMetric(metrics: string): number | null {
  const value = /^citadel_server_cert_chain_expiry_timestamp\s+(\S+)$/m.exec(metrics)?.[1];
  return value === undefined ? null : Number(value);
}
