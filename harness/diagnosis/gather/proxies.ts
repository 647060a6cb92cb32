import { withForwardedPort } from '../../kubernetes/forwarded-port.ts';
import type { ProxyFacts } from '../cluster-evidence.ts';
import type { ApiServer } from './api-server.ts';
import { at, listAt, textAt } from './object-facts.ts';
import type { Reader } from './reader.ts';

const adminPort = 15_000;
const dumpTimeoutMs = 5_000;
/** A mesh of hundreds shows the same in its first pods. */
const maxProxies = 30;

/** What Envoy in these pods presents and trusts, by its own configuration dump (in which it blots its keys out). */
export async function proxyFacts(
  api: ApiServer,
  reader: Reader,
  pods: readonly { readonly namespace: string; readonly name: string }[],
): Promise<readonly ProxyFacts[]> {
  const read = pods.slice(0, maxProxies).map(({ namespace, name }) =>
    reader.try(`proxy of pod ${namespace}/${name}`, undefined, () =>
      withForwardedPort(api.kubeConfig, { namespace, pod: name, port: adminPort }, async (port) => {
        const response = await fetch(`http://127.0.0.1:${port}/config_dump?resource=dynamic_active_secrets`, {
          headers: { connection: 'close' },
          signal: AbortSignal.timeout(dumpTimeoutMs),
        });
        return { namespace, pod: name, ...certificatesOf(await response.json()) };
      }),
    ),
  );
  return (await Promise.all(read)).filter((facts) => facts !== undefined);
}

function certificatesOf(dump: unknown): Pick<ProxyFacts, 'chain' | 'roots'> {
  const secrets = listAt(dump, 'configs').map((config) => at(config, 'secret'));
  const named = (name: string) => secrets.find((secret) => textAt(secret, 'name') === name);
  return {
    chain: decoded(textAt(named('default'), 'tls_certificate', 'certificate_chain', 'inline_bytes')),
    roots: decoded(textAt(named('ROOTCA'), 'validation_context', 'trusted_ca', 'inline_bytes')),
  };
}

const decoded = (base64: string): string | null =>
  base64 === '' ? null : Buffer.from(base64, 'base64').toString('utf8');
