import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
} from './x509-library.ts';

export interface BasicConstraints {
  readonly ca: boolean;
  /** How many more CAs may follow, RFC 5280 §4.2.1.9. Absent: any number. */
  readonly pathLength?: number;
  readonly critical: boolean;
}

export interface SubjectAlternativeName {
  /** The GeneralName choice: `uri`, `dns`, `ip`, `email`, or what the certificate library calls the rest. */
  readonly type: string;
  readonly value: string;
}

export interface CertificateExtensions {
  readonly basicConstraints: BasicConstraints | undefined;
  /** Names of RFC 5280 §4.2.1.3, in the order of their bits. */
  readonly keyUsage: readonly string[];
  /** Names of RFC 5280 §4.2.1.12; an OID where there is no name. */
  readonly extendedKeyUsage: readonly string[];
  readonly subjectAlternativeNames: readonly SubjectAlternativeName[];
  /** Lower-case hex. */
  readonly subjectKeyIdentifier: string | undefined;
  /** Lower-case hex of the key identifier; undefined also where the issuer is named by other means. */
  readonly authorityKeyIdentifier: string | undefined;
}

const extendedKeyUsageNames: ReadonlyMap<string, string> = new Map([
  ['2.5.29.37.0', 'anyExtendedKeyUsage'],
  ['1.3.6.1.5.5.7.3.1', 'serverAuth'],
  ['1.3.6.1.5.5.7.3.2', 'clientAuth'],
  ['1.3.6.1.5.5.7.3.3', 'codeSigning'],
  ['1.3.6.1.5.5.7.3.4', 'emailProtection'],
  ['1.3.6.1.5.5.7.3.8', 'timeStamping'],
  ['1.3.6.1.5.5.7.3.9', 'OCSPSigning'],
]);

/** Reads the extensions that decide how a certificate may be used. Throws on one that is malformed or given twice. */
export function readExtensions(certificate: X509Certificate): CertificateExtensions {
  const usages = only(certificate, KeyUsagesExtension)?.usages ?? 0;
  return {
    basicConstraints: readBasicConstraints(only(certificate, BasicConstraintsExtension)),
    keyUsage: keyUsageNames.filter((name) => (usages & KeyUsageFlags[name]) !== 0),
    // Array.from: the library's list is a class of its own, whose `map` would give another of that class.
    extendedKeyUsage: Array.from(
      only(certificate, ExtendedKeyUsageExtension)?.usages ?? [],
      (usage) => extendedKeyUsageNames.get(String(usage)) ?? String(usage),
    ),
    subjectAlternativeNames: (only(certificate, SubjectAlternativeNameExtension)?.names.items ?? []).map((name) => ({
      type: name.type === 'url' ? 'uri' : name.type,
      value: name.value,
    })),
    subjectKeyIdentifier: only(certificate, SubjectKeyIdentifierExtension)?.keyId.toLowerCase(),
    authorityKeyIdentifier: only(certificate, AuthorityKeyIdentifierExtension)?.keyId?.toLowerCase(),
  };
}

const keyUsageNames = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const satisfies readonly (keyof typeof KeyUsageFlags)[];

function readBasicConstraints(extension: BasicConstraintsExtension | undefined): BasicConstraints | undefined {
  if (extension === undefined) return undefined;
  const { ca, pathLength, critical } = extension;
  return { ca, critical, ...(pathLength === undefined ? {} : { pathLength }) };
}

/** RFC 5280 §4.2: a certificate must not hold two extensions of one kind; which of them counts would be a guess. */
function only<T extends Extension>(certificate: X509Certificate, type: new (raw: ArrayBuffer) => T): T | undefined {
  const found = certificate.getExtensions(type);
  const [extension] = found;
  if (extension !== undefined && found.length > 1) {
    throw new Error(`expected one extension ${extension.type}, got ${found.length}`);
  }
  return extension;
}
