import { once } from 'node:events';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import type { KubeConfig } from '@kubernetes/client-node';
import { withForwardedPort } from './forwarded-port.ts';
import type { NamedObject } from './objects.ts';

/** istiod's port for discovery and certificates over TLS. */
const tlsPort = 15_012;
const handshakeTimeoutMs = 5_000;

/**
 * What an istiod signs with now: it signs its own server certificate with the same CA as those of workloads.
 *
 * @returns PEM: its server certificate, its CA, and the CAs above.
 */
export async function istiodServedChain(kubeConfig: KubeConfig, { namespace, name }: NamedObject): Promise<string> {
  return withForwardedPort(kubeConfig, { namespace, pod: name, port: tlsPort }, servedChain);
}

async function servedChain(port: number): Promise<string> {
  // Who it claims to be is what we want to read, not to trust: nothing is sent over this connection.
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ALPNProtocols: ['h2'] });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(handshakeTimeoutMs) });
    return pemOfChain(socket.getPeerCertificate(true));
  } finally {
    socket.destroy();
  }
}

function pemOfChain(leaf: DetailedPeerCertificate): string {
  const blocks: string[] = [];
  const seen = new Set<string>();
  // A root names itself as its issuer: that is where the chain ends.
  for (let at = leaf; at?.raw !== undefined && !seen.has(at.fingerprint256); at = at.issuerCertificate) {
    seen.add(at.fingerprint256);
    const base64 = at.raw.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n');
    blocks.push(`-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`);
  }
  return blocks.join('');
}
