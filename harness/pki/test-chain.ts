import { webcrypto } from 'node:crypto';
import type { CaRecord } from './ca-records.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import type { WorkloadChainInput } from './workload-chain.ts';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from './x509-library.ts';

/** Certificates for the tests of this folder: a chain as the guide makes it, and any deviation from it. */

type KeyPair = webcrypto.CryptoKeyPair;

export interface Issued {
  readonly certificate: Certificate;
  readonly keys: KeyPair;
}

/** What a certificate shall say. What is left out, or is `undefined`, the certificate does not have. */
export interface Wish {
  /** In the order of the certificate, the reverse of RFC 4514. */
  readonly subject?: string;
  readonly issuer?: string;
  readonly serialHex?: string;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly basicConstraints?:
    | { readonly ca: boolean; readonly pathLength?: number; readonly critical?: boolean }
    | undefined;
  readonly keyUsage?: number | undefined;
  readonly extendedKeyUsage?: readonly string[];
  readonly uris?: readonly string[];
  readonly dnsNames?: readonly string[];
  readonly subjectKeyIdentifier?: string | undefined;
  readonly authorityKeyIdentifier?: string | undefined;
  readonly moreExtensions?: readonly Extension[];
  readonly keys?: KeyPair;
}

export const now = new Date('2026-11-24T12:00:00Z');
export const spiffeId = 'spiffe://cluster.local/ns/default/sa/bookinfo-productpage';
export const serverAuth = '1.3.6.1.5.5.7.3.1';
export const clientAuth = '1.3.6.1.5.5.7.3.2';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const caUsage = KeyUsageFlags.digitalSignature | KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign;

export const fromNow = (ms: number) => new Date(now.getTime() + ms);

export const guideWishes = {
  root: {
    subject: 'C=DE,O=Example Corp,CN=Guide Root CA',
    serialHex: '8f00000000000000000000000000000d',
    notBefore: fromNow(-4 * hourMs),
    notAfter: fromNow(3_650 * dayMs),
    basicConstraints: { ca: true, critical: true },
    keyUsage: caUsage,
  },
  subordinate: {
    subject: 'C=DE,O=Example Corp,CN=Guide Subordinate CA',
    serialHex: '0a0000000000000000000000000000c1',
    notBefore: fromNow(-3 * hourMs),
    notAfter: fromNow(1_825 * dayMs),
    basicConstraints: { ca: true, pathLength: 1, critical: true },
    keyUsage: caUsage,
  },
  istioCa: {
    subject: 'CN=istio-ca',
    serialHex: '12345678901234567890123456789012',
    notBefore: fromNow(-2 * hourMs),
    notAfter: fromNow(90 * dayMs),
    basicConstraints: { ca: true, pathLength: 0, critical: true },
    keyUsage: caUsage,
  },
  leaf: {
    subject: '',
    serialHex: '7e57',
    notBefore: fromNow(-hourMs),
    notAfter: fromNow(23 * hourMs),
    basicConstraints: { ca: false, critical: true },
    keyUsage: KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment,
    extendedKeyUsage: [serverAuth, clientAuth],
    uris: [spiffeId],
  },
} satisfies Record<string, Wish>;

export type GuideWishes = Partial<Record<keyof typeof guideWishes, Wish>>;

export interface GuideChain {
  readonly root: Issued;
  readonly subordinate: Issued;
  readonly istioCa: Issued;
  readonly leaf: Issued;
  /** As the pod presents it: leaf, istio-ca, subordinate, root, root. */
  readonly certificates: readonly Certificate[];
}

/** The guide's hierarchy and a workload's chain to it, deviating where a wish is given. */
export async function makeGuideChain(wishes: GuideWishes = {}): Promise<GuideChain> {
  const root = await issue({ ...guideWishes.root, ...wishes.root });
  const subordinate = await issue({ ...guideWishes.subordinate, ...wishes.subordinate }, root);
  const istioCa = await issue({ ...guideWishes.istioCa, ...wishes.istioCa }, subordinate);
  const leaf = await issue({ ...guideWishes.leaf, ...wishes.leaf }, istioCa);
  const certificates = [leaf, istioCa, subordinate, root, root].map(({ certificate }) => certificate);
  return { root, subordinate, istioCa, leaf, certificates };
}

/** What a healthy run of the guide hands to `checkWorkloadChain`. */
export function inputOf({ root, subordinate, istioCa, certificates }: GuideChain): Required<WorkloadChainInput> {
  return {
    chainPem: pemOf(certificates),
    expectedSpiffeId: spiffeId,
    trustDomain: 'cluster.local',
    expectedCertificateCount: 5,
    caRecords: [
      recordOf(root, 'root', (serial) => serial.toUpperCase().replace(/..(?=.)/g, '$&:')),
      recordOf(subordinate, 'subordinate', (serial) => BigInt(`0x${serial}`).toString()),
      recordOf(istioCa, 'istio-ca'),
    ],
    cacerts: {
      tlsCrtPem: pemOf([istioCa.certificate, subordinate.certificate]),
      caCrtPem: root.certificate.pem,
    },
    trustBundles: new Map([
      ['default', root.certificate.pem],
      ['istio-system', root.certificate.pem],
    ]),
    now,
  };
}

export function recordOf(
  { certificate }: Issued,
  role: CaRecord['role'],
  spell = (serial: string): string => serial,
): CaRecord {
  const serialFrom = role === 'istio-ca' ? 'certificate-arn' : 'described';
  const arn = `arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/${role}`;
  return { arn, role, serial: spell(certificate.serialHex), serialFrom, certificatePem: certificate.pem };
}

export function pemOf(certificates: readonly Certificate[]): string {
  return certificates.map(({ pem }) => pem).join('');
}

export async function makeKeys(algorithm: 'P-256' | 'RSA' = 'P-256'): Promise<KeyPair> {
  const usages: webcrypto.KeyUsage[] = ['sign', 'verify'];
  return algorithm === 'RSA'
    ? webcrypto.subtle.generateKey(
        { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2_048, publicExponent: new Uint8Array([1, 0, 1]) },
        true,
        usages,
      )
    : webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, usages);
}

/** Issues a certificate, by itself where no issuer is given. */
export async function issue(wish: Wish, issuer?: Issued): Promise<Issued> {
  const keys = wish.keys ?? (await makeKeys());
  const signingKey = issuer?.keys.privateKey ?? keys.privateKey;
  const issued = await X509CertificateGenerator.create({
    ...(wish.serialHex === undefined ? {} : { serialNumber: wish.serialHex }),
    subject: wish.subject ?? '',
    issuer: wish.issuer ?? (issuer === undefined ? (wish.subject ?? '') : new Name(issuer.certificate.subjectDer)),
    notBefore: wish.notBefore ?? now,
    notAfter: wish.notAfter ?? fromNow(dayMs),
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: { name: signingKey.algorithm.name, hash: 'SHA-256' },
    extensions: await extensionsOf(wish, keys, issuer),
  });
  return { certificate: readCertificate(new Uint8Array(issued.rawData)), keys };
}

async function extensionsOf(wish: Wish, keys: KeyPair, issuer: Issued | undefined): Promise<Extension[]> {
  const extensions: Extension[] = [...(wish.moreExtensions ?? [])];
  const { basicConstraints, keyUsage } = wish;
  if (basicConstraints !== undefined) {
    const { ca, pathLength, critical } = basicConstraints;
    extensions.push(new BasicConstraintsExtension(ca, pathLength, critical));
  }
  if (keyUsage !== undefined) extensions.push(new KeyUsagesExtension(keyUsage, true));
  if (wish.extendedKeyUsage !== undefined) extensions.push(new ExtendedKeyUsageExtension([...wish.extendedKeyUsage]));
  const names = [
    ...(wish.uris ?? []).map((value) => ({ type: 'url' as const, value })),
    ...(wish.dnsNames ?? []).map((value) => ({ type: 'dns' as const, value })),
  ];
  if (names.length > 0) extensions.push(new SubjectAlternativeNameExtension(names, wish.subject === ''));
  const ownKey =
    'subjectKeyIdentifier' in wish
      ? wish.subjectKeyIdentifier
      : (await SubjectKeyIdentifierExtension.create(keys.publicKey)).keyId;
  if (ownKey !== undefined) extensions.push(new SubjectKeyIdentifierExtension(ownKey));
  const issuerKey =
    'authorityKeyIdentifier' in wish ? wish.authorityKeyIdentifier : issuer?.certificate.subjectKeyIdentifier;
  if (issuerKey !== undefined) extensions.push(new AuthorityKeyIdentifierExtension(issuerKey));
  return extensions;
}
