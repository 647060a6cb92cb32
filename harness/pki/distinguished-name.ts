import type { AttributeTypeAndValue, Name } from '@peculiar/asn1-x509';

/** Short names of RFC 4514 §3 and, for what AWS Private CA's subjects may hold besides, of RFC 4519 and RFC 2985. */
const shortNames: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.4', 'SN'],
  ['2.5.4.5', 'serialNumber'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.9', 'street'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.12', 'title'],
  ['2.5.4.42', 'GN'],
  ['2.5.4.43', 'initials'],
  ['2.5.4.44', 'generationQualifier'],
  ['2.5.4.46', 'dnQualifier'],
  ['2.5.4.65', 'pseudonym'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['1.2.840.113549.1.9.1', 'emailAddress'],
]);

/**
 * A name as RFC 4514 §2 writes it: most specific part first, which is the reverse of the certificate (§2.1), commas
 * without spaces, `+` within a multi-valued part. The empty name, which Istio's workload certificates have, is ''.
 *
 * A multi-valued part is reversed as well, which the RFC leaves open and OpenSSL's `-nameopt RFC2253` does.
 * Control characters are escaped too (§2.4 allows any character to be), so a name is safe to print on a terminal.
 */
export function formatDistinguishedName(name: Name): string {
  return [...name]
    .reverse()
    .map((part) => [...part].reverse().map(formatAttribute).join('+'))
    .join(',');
}

function formatAttribute({ type, value }: AttributeTypeAndValue): string {
  const shortName = shortNames.get(type);
  // RFC 4514 §2.4: what has no string form is written as the hex of its BER encoding.
  if (value.anyValue !== undefined && value.anyValue !== null) {
    return `${shortName ?? type}=#${Buffer.from(value.anyValue).toString('hex')}`;
  }
  return `${shortName ?? type}=${escapeValue(value.toString())}`;
}

function escapeValue(value: string): string {
  return value
    .replace(/[\\",+;<>]/g, '\\$&')
    .replace(/^[ #]/, '\\$&')
    .replace(/(?<!\\) $/, '\\ ')
    .replace(/\p{Cc}/gu, (control) =>
      [...Buffer.from(control, 'utf8')]
        .map((octet) => `\\${octet.toString(16).toUpperCase().padStart(2, '0')}`)
        .join(''),
    );
}
