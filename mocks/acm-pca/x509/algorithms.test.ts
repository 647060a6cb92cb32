import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { InProcessAws } from '../../testing/in-process-aws.ts';
import {
  activeRoot,
  activeSubordinate,
  createAuthority,
  issue,
  issueAndGet,
} from '../../testing/in-process-hierarchy.ts';
import { certificateText, verifyStrict } from '../../testing/openssl.ts';
import { newCsr } from '../../testing/requests.ts';
import { keyAlgorithm, keyAlgorithmNames } from './key-algorithms.ts';
import { allSigningAlgorithms, signingAlgorithmNames } from './signing-algorithms.ts';

/** How `openssl x509 -text` names them. */
const shownKeys: Readonly<Record<string, RegExp>> = {
  RSA_2048: /Public-Key: \(2048 bit\)/,
  RSA_3072: /Public-Key: \(3072 bit\)/,
  RSA_4096: /Public-Key: \(4096 bit\)/,
  EC_prime256v1: /ASN1 OID: prime256v1/,
  EC_secp384r1: /ASN1 OID: secp384r1/,
  EC_secp521r1: /ASN1 OID: secp521r1/,
};

const shownSignatures: Readonly<Record<string, RegExp>> = {
  SHA256WITHRSA: /Signature Algorithm: sha256WithRSAEncryption/,
  SHA384WITHRSA: /Signature Algorithm: sha384WithRSAEncryption/,
  SHA512WITHRSA: /Signature Algorithm: sha512WithRSAEncryption/,
  SHA256WITHRSA_PSS: /rsassaPss\s+Hash Algorithm: sha256/,
  SHA384WITHRSA_PSS: /rsassaPss\s+Hash Algorithm: sha384/,
  SHA512WITHRSA_PSS: /rsassaPss\s+Hash Algorithm: sha512/,
  SHA256WITHECDSA: /Signature Algorithm: ecdsa-with-SHA256/,
  SHA384WITHECDSA: /Signature Algorithm: ecdsa-with-SHA384/,
  SHA512WITHECDSA: /Signature Algorithm: ecdsa-with-SHA512/,
};

const served = keyAlgorithmNames.filter((name) => name !== 'SM2');
const classical = served.filter((name) => !name.startsWith('ML_DSA'));

describe.each(classical)('a CA with a key %s', (keyName) => {
  const signing = [...allSigningAlgorithms()].filter(({ family }) => family === keyAlgorithm(keyName)?.family);

  test(`signs with ${signing.map(({ name }) => name).join(', ')}, and OpenSSL verifies each strictly`, async () => {
    const aws = new InProcessAws();
    const [first] = signing;
    const signingAlgorithm = first?.name ?? '';
    const rootArn = await activeRoot(aws, { commonName: 'root', keyAlgorithm: keyName, signingAlgorithm });
    const subordinateArn = await activeSubordinate(aws, rootArn, 0, {
      commonName: 'sub',
      keyAlgorithm: keyName,
      signingAlgorithm,
    });
    const csr = await newCsr({ CommonName: 'leaf' });
    for (const { name } of signing) {
      const { certificate, chain } = await issueAndGet(aws, subordinateArn, csr.toString(), { signingAlgorithm: name });
      const root = chain.slice(chain.lastIndexOf('-----BEGIN'));
      expect(await verifyStrict(root, chain, certificate)).toMatch(/: OK/);
      expect(await certificateText(certificate)).toMatch(shownSignatures[name] ?? /never/);
      expect(await certificateText(root)).toMatch(shownKeys[keyName] ?? /never/);
    }
  }, 60_000);
});

// Debian's openssl command is older than these algorithms; the OpenSSL inside Node is not.
describe.each(['ML_DSA_44', 'ML_DSA_65', 'ML_DSA_87'])('a CA with a key %s', (name) => {
  test('signs, and each certificate of the chain is verified by the next', async () => {
    const aws = new InProcessAws();
    const rootArn = await activeRoot(aws, { commonName: 'root', keyAlgorithm: name, signingAlgorithm: name });
    const csr = await newCsr({ CommonName: 'leaf' });
    const { certificate, chain } = await issueAndGet(aws, rootArn, csr.toString(), { signingAlgorithm: name });
    const [leaf, root] = [new X509Certificate(certificate), new X509Certificate(chain)];
    expect(leaf.verify(root.publicKey)).toBe(true);
    expect(leaf.checkIssued(root)).toBe(true);
    expect(root.publicKey.asymmetricKeyType).toBe(name.toLowerCase().replaceAll('_', '-'));
  });
});

test.each(
  served.flatMap((keyName) => {
    const family = keyAlgorithm(keyName)?.family;
    const others = signingAlgorithmNames.filter(
      (name) => ![...allSigningAlgorithms()].some((entry) => entry.name === name && entry.family === family),
    );
    return others.map((name): [string, string] => [keyName, name]);
  }),
)('a key %s does not sign %s', async (keyName, name) => {
  const aws = new InProcessAws();
  const answer = await aws.pca('CreateCertificateAuthority', {
    CertificateAuthorityType: 'ROOT',
    CertificateAuthorityConfiguration: {
      KeyAlgorithm: keyName,
      SigningAlgorithm: name,
      Subject: { CommonName: 'root' },
    },
  });
  expect(answer.error).toBe('InvalidArgsException');
});

test('IssueCertificate refuses a signing algorithm of another family than the key', async () => {
  const aws = new InProcessAws();
  const { arn, csr } = await createAuthority(aws, 'ROOT', { commonName: 'root' });
  const answer = await issue(aws, arn, csr, { signingAlgorithm: 'SHA256WITHRSA', templateName: 'RootCACertificate' });
  expect(answer).toMatchObject({
    error: 'InvalidArgsException',
    body: { message: 'SHA256WITHRSA cannot be used with key type EC_prime256v1' },
  });
});
