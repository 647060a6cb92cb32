import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import type { CaHierarchy } from '../../aws/ca-hierarchy.ts';
import type { SecretData } from '../../kubernetes/secrets.ts';
import type { Check } from '../../pki/check.ts';
import { parsePemBundle } from '../../pki/pem-bundle.ts';
import { checked } from '../checks.ts';

const keysOfCacerts = ['ca.crt', 'tls.crt', 'tls.key'] as const;

/**
 * Whether `cacerts` is complete, and consistent with itself and with the CAs in AWS. The key is compared, never shown.
 *
 * @param hierarchy - Undefined where AWS is not asked.
 */
export function checkCacerts(secret: SecretData, hierarchy: CaHierarchy | undefined): readonly Check[] {
  const missing = keysOfCacerts.filter((key) => !secret[key]);
  const complete = checked(missing.length === 0, {
    id: 'cacerts-complete',
    title: 'cacerts is complete',
    expected: `data ${keysOfCacerts.join(', ')}`,
    observed: missing.length === 0 ? `data ${Object.keys(secret).sort().join(', ')}` : `no ${missing.join(', ')}`,
  });
  if (missing.length > 0) return [complete];
  return [complete, keyMatches(secret), ...(hierarchy === undefined ? [] : [chainMatches(secret, hierarchy)])];
}

function keyMatches(secret: SecretData): Check {
  const publicKey = createPublicKey(createPrivateKey(secret['tls.key'] ?? ''));
  const certificate = new X509Certificate(secret['tls.crt'] ?? '');
  const held = certificate.publicKey.equals(publicKey);
  return checked(held, {
    id: 'cacerts-key',
    title: "cacerts' private key belongs to its certificate",
    expected: 'tls.key is the key of the first certificate of tls.crt',
    observed: held ? 'it is' : 'it is the key of another certificate',
  });
}

/** tls.crt: Istio's CA and the CAs above it, the root left out; ca.crt: the root. */
function chainMatches(secret: SecretData, hierarchy: CaHierarchy): Check {
  const chain = parsePemBundle(secret['tls.crt'] ?? '').slice(1);
  const root = parsePemBundle(secret['ca.crt'] ?? '');
  const observed = [...chain, ...root].map((certificate) => certificate.sha256);
  const expected = hierarchy.cas.toReversed().map((ca) => parsePemBundle(ca.certificatePem)[0]?.sha256);
  const names = [...chain, ...root].map((certificate) => certificate.subject);
  return checked(root.length === 1 && observed.join() === expected.join(), {
    id: 'cacerts-chain',
    title: 'cacerts holds the chain of the CAs in AWS',
    expected: `tls.crt: istio-ca and ${hierarchy.cas.length - 1} subordinate; ca.crt: the root; each as AWS has it`,
    observed: names.join(' <- '),
  });
}
