import { describe, expect, test } from '@jest/globals';
import { isSameCertificate, isSelfIssued } from './certificate.ts';
import { fromNow, issue, makeGuideChain, makeKeys, serverAuth, spiffeId } from './test-chain.ts';
import { BasicConstraintsExtension, KeyUsageFlags } from './x509-library.ts';

describe('readCertificate', () => {
  test('reads a workload certificate as Istio makes it', async () => {
    const { leaf, istioCa } = await makeGuideChain();
    expect(leaf.certificate).toMatchObject({
      subject: '',
      issuer: 'CN=istio-ca',
      serialHex: '7e57',
      serialDecimal: '32343',
      notBefore: fromNow(-3_600_000),
      notAfter: fromNow(23 * 3_600_000),
      basicConstraints: { ca: false, critical: true },
      keyUsage: ['digitalSignature', 'keyEncipherment'],
      extendedKeyUsage: ['serverAuth', 'clientAuth'],
      subjectAlternativeNames: [{ type: 'uri', value: spiffeId }],
      authorityKeyIdentifier: istioCa.certificate.subjectKeyIdentifier,
      publicKeyAlgorithm: 'EC P-256',
      signatureAlgorithm: 'ecdsa-with-SHA256',
    });
    expect(leaf.certificate.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(leaf.certificate.extendedKeyUsage.constructor).toBe(Array);
  });

  test('reads a certificate without extensions, signed with RSA', async () => {
    const { certificate } = await issue({
      subject: 'CN=bare',
      keys: await makeKeys('RSA'),
      subjectKeyIdentifier: undefined,
    });
    expect(certificate).toMatchObject({
      basicConstraints: undefined,
      keyUsage: [],
      extendedKeyUsage: [],
      subjectAlternativeNames: [],
      subjectKeyIdentifier: undefined,
      authorityKeyIdentifier: undefined,
      publicKeyAlgorithm: 'RSA 2048',
      signatureAlgorithm: 'sha256WithRSAEncryption',
    });
  });

  test('a path length of 0 is not the same as none', async () => {
    const zero = await issue({ subject: 'CN=zero', basicConstraints: { ca: true, pathLength: 0, critical: false } });
    const none = await issue({ subject: 'CN=none', basicConstraints: { ca: true, critical: true } });
    expect(zero.certificate.basicConstraints).toEqual({ ca: true, pathLength: 0, critical: false });
    expect(none.certificate.basicConstraints).toEqual({ ca: true, critical: true });
  });

  test('names every key usage, and shows unknown extended ones by their OID', async () => {
    const everyUsage = 0b1_1111_1111;
    const { certificate } = await issue({
      subject: 'CN=all',
      keyUsage: everyUsage,
      extendedKeyUsage: [serverAuth, '1.2.3.4'],
      dnsNames: ['productpage.default.svc'],
    });
    expect(certificate.keyUsage).toHaveLength(9);
    expect(certificate.extendedKeyUsage).toEqual(['serverAuth', '1.2.3.4']);
    expect(certificate.subjectAlternativeNames).toEqual([{ type: 'dns', value: 'productpage.default.svc' }]);
  });

  test('refuses two extensions of one kind', async () => {
    const twice = issue({
      subject: 'CN=twice',
      basicConstraints: { ca: false },
      moreExtensions: [new BasicConstraintsExtension(true, undefined, true)],
      keyUsage: KeyUsageFlags.keyCertSign,
    });
    await expect(twice).rejects.toThrow('expected one extension 2.5.29.19, got 2');
  });
});

test('two certificates of the same subject and key are not the same certificate', async () => {
  const keys = await makeKeys();
  const one = await issue({ subject: 'CN=twin', serialHex: '01', keys });
  const other = await issue({ subject: 'CN=twin', serialHex: '02', keys });
  expect(isSameCertificate(one.certificate, other.certificate)).toBe(false);
  expect(isSameCertificate(one.certificate, one.certificate)).toBe(true);
});

test('only a certificate that names itself as its issuer is self-issued', async () => {
  const { root, subordinate } = await makeGuideChain();
  expect([isSelfIssued(root.certificate), isSelfIssued(subordinate.certificate)]).toEqual([true, false]);
});
