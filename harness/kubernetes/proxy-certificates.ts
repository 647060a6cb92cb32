import type { KubeConfig } from '@kubernetes/client-node';
import { withForwardedPort } from './forwarded-port.ts';

/** What a workload's proxy presents and trusts, as PEM; null where it has none (yet). */
export interface ProxyCertificates {
  readonly chain: string | null;
  readonly roots: string | null;
}

const adminPort = 15_000;
const dumpTimeoutMs = 5_000;

interface Bytes {
  readonly inline_bytes?: string;
}

interface SecretsDump {
  readonly configs?: readonly {
    readonly name?: string;
    readonly secret?: {
      readonly name?: string;
      readonly tls_certificate?: { readonly certificate_chain?: Bytes };
      readonly validation_context?: { readonly trusted_ca?: Bytes };
    };
  }[];
}

/**
 * Reads what a pod's Envoy presents and trusts from its own configuration dump, in which it blots its keys out. Nothing
 * but a forwarded port: the cluster is not changed, and no istioctl of the mesh's version is needed.
 */
export async function proxyCertificates(
  kubeConfig: KubeConfig,
  { namespace, pod }: { readonly namespace: string; readonly pod: string },
): Promise<ProxyCertificates> {
  return withForwardedPort(kubeConfig, { namespace, pod, port: adminPort }, async (port) => {
    const response = await fetch(`http://127.0.0.1:${port}/config_dump?resource=dynamic_active_secrets`, {
      headers: { connection: 'close' },
      signal: AbortSignal.timeout(dumpTimeoutMs),
    });
    return certificatesOf((await response.json()) as SecretsDump);
  });
}

/** Secrets are found by their names: Istio promises no order. */
function certificatesOf({ configs = [] }: SecretsDump): ProxyCertificates {
  const named = (name: string) => configs.map(({ secret }) => secret).find((secret) => secret?.name === name);
  return {
    chain: decoded(named('default')?.tls_certificate?.certificate_chain),
    roots: decoded(named('ROOTCA')?.validation_context?.trusted_ca),
  };
}

const decoded = (bytes: Bytes | undefined): string | null =>
  bytes?.inline_bytes ? Buffer.from(bytes.inline_bytes, 'base64').toString('utf8') : null;
