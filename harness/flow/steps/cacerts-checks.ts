import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import type { CaHierarchy } from '../../aws/ca-hierarchy.ts';
import type { SecretData } from '../../kubernetes/secrets.ts';
import { isSameCertificate } from '../../pki/certificate.ts';
import type { Check } from '../../pki/check.ts';
import { isSignedBy } from '../../pki/link-rules.ts';
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

/** tls.crt: Istio's CA, which the last CA in AWS has signed, and the CAs above it, the root left out; ca.crt: the root. */
function chainMatches(secret: SecretData, hierarchy: CaHierarchy): Check {
  const [istioCa, ...chain] = parsePemBundle(secret['tls.crt'] ?? '');
  const root = parsePemBundle(secret['ca.crt'] ?? '');
  const inAws = hierarchy.cas.toReversed().flatMap((ca) => parsePemBundle(ca.certificatePem).slice(0, 1));
  const [issuing] = inAws;
  const isSigned = istioCa !== undefined && issuing !== undefined && isSignedBy(istioCa, issuing);
  const isCa = istioCa?.basicConstraints?.ca === true && inAws.every((ca) => !isSameCertificate(ca, istioCa));
  const observed = [...chain, ...root].map((certificate) => certificate.sha256);
  const isAsInAws = root.length === 1 && observed.join() === inAws.map(({ sha256 }) => sha256).join();
  const names = [istioCa, ...chain, ...root].map((certificate) => certificate?.subject ?? 'nothing');
  const faults = [
    ...(isCa ? [] : ["the first is not Istio's own CA"]),
    ...(isSigned ? [] : ['the first is not signed by the last CA in AWS']),
    ...(isAsInAws ? [] : ['the others are not those in AWS']),
  ];
  return checked(isSigned && isCa && isAsInAws, {
    id: 'cacerts-chain',
    title: 'cacerts holds the chain of the CAs in AWS',
    expected: `tls.crt: istio-ca, signed by the last CA in AWS, and ${hierarchy.cas.length - 1} subordinate; ca.crt: the root; each as AWS has it`,
    observed: [names.join(' <- '), ...faults].join('; '),
  });
}
