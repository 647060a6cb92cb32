import { proxyCertificates } from '../../kubernetes/proxy-certificates.ts';
import type { ProxyFacts } from '../cluster-evidence.ts';
import type { ApiServer } from './api-server.ts';
import type { Reader } from './reader.ts';

/** A mesh of hundreds shows the same in its first pods. */
const maxProxies = 30;

/** What Envoy in these pods presents and trusts. */
export async function proxyFacts(
  api: ApiServer,
  reader: Reader,
  pods: readonly { readonly namespace: string; readonly name: string }[],
): Promise<readonly ProxyFacts[]> {
  const read = pods.slice(0, maxProxies).map(({ namespace, name: pod }) =>
    reader.try(`proxy of pod ${namespace}/${pod}`, undefined, async () => ({
      ...{ namespace, pod },
      ...(await proxyCertificates(api.kubeConfig, { namespace, pod })),
    })),
  );
  return (await Promise.all(read)).filter((facts) => facts !== undefined);
}
