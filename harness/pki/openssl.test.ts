import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runCommand } from '../process/run-command.ts';
import type { Certificate } from './certificate.ts';
import { labelChain } from './chain-member.ts';
import { parsePemBundle } from './pem-bundle.ts';
import {
  fromNow,
  type GuideChain,
  type GuideWishes,
  guideWishes,
  makeGuideChain,
  makeKeys,
  now,
  pemOf,
} from './test-chain.ts';
import { verifyChain } from './verify-chain.ts';
import { KeyUsageFlags } from './x509-library.ts';

/** What this folder reads and judges, against the openssl command line. */

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pki-openssl-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('reading a certificate', () => {
  let chain: GuideChain;
  beforeAll(async () => {
    const keys = await makeKeys('RSA');
    chain = await makeGuideChain({
      root: { ...guideWishes.root, keys },
      leaf: { ...guideWishes.leaf, dnsNames: ['a.b'] },
    });
  });

  test.each(['root', 'subordinate', 'istioCa', 'leaf'] as const)('openssl reads the %s alike', async (role) => {
    const { certificate } = chain[role];
    expect(await readWithOpenssl(certificate.pem)).toEqual({
      subject: certificate.subject,
      issuer: certificate.issuer,
      serial: certificate.serialHex.toUpperCase(),
      notBefore: certificate.notBefore,
      notAfter: certificate.notAfter,
      sha256: certificate.sha256,
      pem: certificate.pem,
      signatureAlgorithm: certificate.signatureAlgorithm,
      extensions: extensionsAsOpenssl(certificate),
    });
  });
});

describe('reading a name', () => {
  test.each([
    ['quotes, commas and plus signs', '/C=DE/O=Acme, Inc. "the + best"; <really>/CN=a\\\\b'],
    ['a multi-valued part', '/C=DE/O=Acme+OU=Mesh/CN=leaf'],
    ['letters beyond ASCII', '/O=Käse GmbH/CN=证书'],
    ['a space or # at the ends', '/O= lead and trail /CN=#1'],
    ['a single space', '/CN= '],
    [
      'what AWS lets a CA subject hold',
      '/C=US/ST=Washington/L=Seattle/serialNumber=7/dnQualifier=q/title=t/SN=s/GN=g/initials=i',
    ],
    ['an address and domain components', '/DC=example/DC=org/emailAddress=pki@example.org/UID=u'],
    ['a control character', '/CN=a\tb'],
  ])('openssl writes %s alike', async (_, subject) => {
    const pem = await selfSigned(['-subj', subject, '-utf8', '-multivalue-rdn']);
    const [certificate] = parsePemBundle(pem);
    expect(certificate?.subject).toBe((await readWithOpenssl(pem)).subject);
  });

  test('a negative serial number', async () => {
    const pem = await selfSigned(['-subj', '/CN=negative', '-set_serial', '-5']);
    const [certificate] = parsePemBundle(pem);
    expect(certificate).toMatchObject({ serialHex: '-05', serialDecimal: '-5' });
    expect((await readWithOpenssl(pem)).serial).toBe('-05');
  });
});

describe('judging a chain', () => {
  test.each<[string, GuideWishes, string | undefined]>([
    ["the guide's chain", {}, undefined],
    [
      'a path length of 0 above a CA',
      {
        subordinate: { ...guideWishes.subordinate, basicConstraints: { ca: true, pathLength: 0, critical: true } },
      },
      'path-lengths',
    ],
    [
      'an issuer that is no CA',
      { istioCa: { ...guideWishes.istioCa, basicConstraints: { ca: false, critical: true } } },
      'basic-constraints',
    ],
    [
      'a CA that may not sign certificates',
      { istioCa: { ...guideWishes.istioCa, keyUsage: KeyUsageFlags.digitalSignature } },
      'key-usages',
    ],
    ['an expired leaf', { leaf: { ...guideWishes.leaf, notAfter: fromNow(-1_000) } }, 'validity-now'],
    ['a CA that is not valid yet', { istioCa: { ...guideWishes.istioCa, notBefore: fromNow(60_000) } }, 'validity-now'],
    ['an issuer of another name', { leaf: { ...guideWishes.leaf, issuer: 'CN=other' } }, 'names-chain'],
    ['an issuer of another key', { leaf: { ...guideWishes.leaf, authorityKeyIdentifier: 'abcd' } }, 'key-identifiers'],
  ])('openssl agrees on %s', async (_, wishes, failing) => {
    const { certificates } = await makeGuideChain(wishes);
    const failed = verifyChain(labelChain(certificates.slice(0, -1)), { at: now })
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ id }) => id);
    expect(await opensslVerifies(certificates)).toBe(failed.length === 0);
    expect(failed.slice(0, 1)).toEqual(failing === undefined ? [] : [failing]);
  });

  test('openssl agrees on a signature by another key of the same name', async () => {
    const { certificates } = await makeGuideChain();
    const other = await makeGuideChain();
    const mixed = [...certificates.slice(0, 1), ...other.certificates.slice(1)];
    const [first] = verifyChain(labelChain(mixed.slice(0, -1)), { at: now });
    expect(first).toMatchObject({ id: 'signature-aa-by-ab', outcome: 'failed' });
    expect(await opensslVerifies(mixed)).toBe(false);
  });
});

async function selfSigned(args: readonly string[]): Promise<string> {
  const key = join(folder, 'self-signed.key');
  await runCommand('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', key]);
  const { stdout } = await runCommand('openssl', ['req', '-x509', '-new', '-key', key, ...args]);
  return `${stdout}\n`;
}

async function opensslVerifies([leaf, ...above]: readonly Certificate[]): Promise<boolean> {
  const file = async (name: string, certificates: readonly (Certificate | undefined)[]) => {
    const path = join(folder, name);
    await writeFile(path, pemOf(certificates.filter((certificate) => certificate !== undefined)));
    return path;
  };
  const trusted = ['-CAfile', await file('root.pem', above.slice(-1)), '-no-CApath'];
  const untrusted = ['-untrusted', await file('above.pem', above.slice(0, -2))];
  const at = ['-attime', String(now.getTime() / 1_000)];
  const args = ['verify', ...trusted, ...untrusted, ...at, await file('leaf.pem', [leaf])];
  const refused = 2;
  const { exitCode } = await runCommand('openssl', args, { acceptExitCodes: [0, refused] });
  return exitCode === 0;
}

async function readWithOpenssl(pem: string) {
  const x509 = async (...args: string[]) => (await runCommand('openssl', ['x509', ...args], { input: pem })).stdout;
  const facts = new Map(
    (
      await x509(
        ...[
          '-noout',
          '-nameopt',
          'RFC2253,-esc_msb,utf8',
          '-subject',
          '-issuer',
          '-serial',
          '-dates',
          '-fingerprint',
          '-sha256',
        ],
      )
    )
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  const fact = (name: string) => facts.get(name) ?? `openssl told no ${name}`;
  const text = await x509('-noout', '-text');
  return {
    subject: fact('subject'),
    issuer: fact('issuer'),
    serial: fact('serial'),
    notBefore: new Date(fact('notBefore')),
    notAfter: new Date(fact('notAfter')),
    sha256: fact('sha256 Fingerprint').replaceAll(':', '').toLowerCase(),
    pem: `${await x509()}\n`,
    signatureAlgorithm: /Signature Algorithm: (\S+)/.exec(text)?.[1],
    extensions: Object.fromEntries(
      [...text.matchAll(/^ {12}(X509v3 [^:]+): ?(critical)?\s*\n {16}(.*)$/gm)].map(([, name, critical, value]) => [
        name,
        name === 'X509v3 Basic Constraints' && critical ? `${critical}, ${value}` : value,
      ]),
    ),
  };
}

function extensionsAsOpenssl(certificate: Certificate): Record<string, string> {
  const names: Record<string, string> = {
    digitalSignature: 'Digital Signature',
    keyEncipherment: 'Key Encipherment',
    keyCertSign: 'Certificate Sign',
    cRLSign: 'CRL Sign',
    serverAuth: 'TLS Web Server Authentication',
    clientAuth: 'TLS Web Client Authentication',
    uri: 'URI',
    dns: 'DNS',
  };
  const list = (items: readonly string[]) => items.map((item) => names[item] ?? item).join(', ');
  const colons = (hex: string) => hex.toUpperCase().replace(/..(?=.)/g, '$&:');
  const { basicConstraints, extendedKeyUsage, subjectAlternativeNames } = certificate;
  const pathLength = basicConstraints?.pathLength === undefined ? '' : `, pathlen:${basicConstraints.pathLength}`;
  const entries: [string, string | undefined][] = [
    [
      'X509v3 Basic Constraints',
      basicConstraints &&
        `${basicConstraints.critical ? 'critical, ' : ''}CA:${basicConstraints.ca ? 'TRUE' : 'FALSE'}${pathLength}`,
    ],
    ['X509v3 Key Usage', list(certificate.keyUsage)],
    ['X509v3 Extended Key Usage', list(extendedKeyUsage)],
    [
      'X509v3 Subject Alternative Name',
      subjectAlternativeNames.map(({ type, value }) => `${names[type] ?? type}:${value}`).join(', '),
    ],
    ['X509v3 Subject Key Identifier', colons(certificate.subjectKeyIdentifier ?? '')],
    ['X509v3 Authority Key Identifier', colons(certificate.authorityKeyIdentifier ?? '')],
  ];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => Boolean(entry[1])));
}
