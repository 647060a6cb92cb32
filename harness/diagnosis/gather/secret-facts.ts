import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { SecretFacts } from '../cluster-evidence.ts';
import { type AnyObject, objectFacts } from './object-facts.ts';

/**
 * The public part of a secret: which keys it has, and the certificates in it. Private keys are read for one thing,
 * whether they belong to their certificate, and go nowhere.
 */
export function secretFacts(object: AnyObject): SecretFacts {
  const data = Object.entries(object.data ?? {}).map(
    ([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')] as const,
  );
  const certificates = data
    .filter(([key]) => !privateKeyNames.test(key))
    .map(([key, text]) => [key, certificatesIn(text)] as const)
    .filter(([, pem]) => pem !== '');
  return {
    ...objectFacts(object),
    type: object.type ?? '',
    changedAt: changedAt(object),
    keys: data.map(([key]) => key),
    emptyKeys: data.filter(([, text]) => text.trim() === '').map(([key]) => key),
    certificates: Object.fromEntries(certificates),
    keyFits: keyFits(Object.fromEntries(data)),
  };
}

const privateKeyNames = /(^|[.-])key(\.|$)|key\.pem$/;

/** Only the certificate blocks of a text: whatever else is in it stays where it is. */
function certificatesIn(text: string): string {
  return (text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).join('\n');
}

/** When something of the secret was written last, by whoever: the API server keeps the time for each field manager. */
function changedAt({ metadata }: AnyObject): string {
  const times = (metadata?.managedFields ?? []).map(({ time }) => String(time ?? ''));
  return [String(metadata?.creationTimestamp ?? ''), ...times].toSorted().at(-1) ?? '';
}

/** The pairs that istiod knows: a TLS secret's, and those of its own format. */
const pairs = [
  ['tls.crt', 'tls.key'],
  ['ca-cert.pem', 'ca-key.pem'],
] as const;

function keyFits(data: Readonly<Record<string, string>>): boolean | null {
  const pair = pairs.find(([certificate, key]) => data[certificate] && data[key]);
  if (pair === undefined) return null;
  try {
    return new X509Certificate(data[pair[0]] ?? '').checkPrivateKey(createPrivateKey(data[pair[1]] ?? ''));
  } catch {
    // One of them is no PEM at all. What the key holds must not get into a message.
    return null;
  }
}
