import { beforeAll, describe, expect, test } from '@jest/globals';
import { type GuideChain, inputOf, issue, makeGuideChain, pemOf } from './test-chain.ts';
import { failedIds, observed } from './test-checks.ts';
import { checkWorkloadChain, type WorkloadChainInput } from './workload-chain.ts';

let chain: GuideChain;
let healthy: Required<WorkloadChainInput>;

beforeAll(async () => {
  chain = await makeGuideChain();
  healthy = inputOf(chain);
});

test('where AWS is not asked, nothing is compared with it, and all the rest is checked', () => {
  const { caRecords: _, ...unasked } = healthy;
  const ids = (input: WorkloadChainInput) => checkWorkloadChain(input).map(({ id }) => id);
  expect(ids(unasked)).toEqual(ids(healthy).filter((id) => !id.startsWith('aws-')));
});

describe('AWS reports something else', () => {
  const withRecord = (role: string, change: object) => ({
    ...healthy,
    caRecords: healthy.caRecords.map((record) => (record.role === role ? { ...record, ...change } : record)),
  });

  test.each([
    ['istio-ca', 'ab'],
    ['subordinate', 'ac'],
    ['root', 'ad'],
  ])('another serial for the %s', (role, label) => {
    const serial = role === 'istio-ca' ? 'abcd' : 'ab:cd';
    const input = withRecord(role, { serial });
    const check = checkWorkloadChain(input).find(({ id }) => id === `aws-serial-${label}`);
    expect(failedIds(input)).toEqual([`aws-serial-${label}`]);
    expect(check?.expected).toMatch(/^decimal 43981 = hex abcd, as AWS reports arn:\S+ with \S+, which is hex$/);
  });

  test('plain digits are decimal where AWS describes a CA, and hex at the end of an ARN', () => {
    const serials = withRecord('root', { serial: '10' });
    const expectedOf = (input: WorkloadChainInput, id: string) =>
      checkWorkloadChain(input).find((check) => check.id === id)?.expected;
    expect(failedIds(serials)).toEqual(['aws-serial-ad']);
    expect(expectedOf(serials, 'aws-serial-ad')).toMatch(/^decimal 10 = hex 0a, .+ with 10, which is decimal$/);
    expect(expectedOf(withRecord('istio-ca', { serial: '10' }), 'aws-serial-ab')).toMatch(
      /^decimal 16 = hex 10, .+ with 10, which is hex$/,
    );
  });

  test('digits that fit in the notation of the other place alone', () => {
    // Istio's CA has a serial without letters: as decimal digits of an ARN they would be another number.
    const { serialDecimal, serialHex } = chain.istioCa.certificate;
    expect(serialHex).toMatch(/^[0-9]+$/);
    expect(failedIds(withRecord('istio-ca', { serial: serialDecimal }))).toEqual(['aws-serial-ab']);
    expect(failedIds(withRecord('istio-ca', { serialFrom: 'described' }))).toEqual(['aws-serial-ab']);
  });

  test('something that is no serial', () => {
    const input = withRecord('root', { serial: 'unknown' });
    expect(failedIds(input)).toEqual(['aws-serial-ad']);
  });

  test.each([
    ['istio-ca', 'ab'],
    ['subordinate', 'ac'],
    ['root', 'ad'],
  ])('another certificate for the %s', async (role, label) => {
    const { certificate } = await issue({ subject: 'CN=other' });
    expect(failedIds(withRecord(role, { certificatePem: certificate.pem }))).toEqual([`aws-certificate-${label}`]);
  });

  test('a certificate that cannot be read', () => {
    const input = withRecord('subordinate', { certificatePem: 'none' });
    expect(failedIds(input)).toEqual(['aws-certificate-ac']);
    expect(observed(input, 'aws-certificate-ac')).toMatch(
      /^nothing to compare ac with: the certificate of arn:.+ got 4 characters/,
    );
  });

  test('several certificates where one is expected', () => {
    const certificatePem = pemOf([chain.root.certificate, chain.root.certificate]);
    const input = withRecord('root', { certificatePem });
    expect(failedIds(input)).toEqual(['aws-certificate-ad']);
    expect(observed(input, 'aws-certificate-ad')).toMatch(/expected one certificate, got 2$/);
  });

  test.each([
    ['no root', ['istio-ca', 'subordinate'], ['aws-serial-ad', 'aws-certificate-ad']],
    ['no subordinate', ['istio-ca', 'root'], ['aws-serial-ac', 'aws-certificate-ac']],
    ["no certificate of Istio's CA", ['subordinate', 'root'], ['aws-serial-ab', 'aws-certificate-ab']],
    ['two roots', ['istio-ca', 'subordinate', 'root', 'root'], ['aws-serial-ad', 'aws-certificate-ad']],
  ])('%s', (_, roles, failing) => {
    const caRecords = roles.flatMap((role) => healthy.caRecords.filter((record) => record.role === role));
    expect(failedIds({ ...healthy, caRecords })).toEqual(failing);
  });
});

describe('the cluster holds something else', () => {
  test('cacerts without the subordinate', () => {
    const input = { ...healthy, cacerts: { ...healthy.cacerts, tlsCrtPem: chain.istioCa.certificate.pem } };
    expect(failedIds(input)).toEqual(['cacerts-tls-crt']);
    expect(observed(input, 'cacerts-tls-crt')).toBe('tls.crt of cacerts holds ab');
  });

  test('cacerts with the root among the intermediates', () => {
    const tlsCrtPem = healthy.cacerts.tlsCrtPem + chain.root.certificate.pem;
    expect(failedIds({ ...healthy, cacerts: { ...healthy.cacerts, tlsCrtPem } })).toEqual(['cacerts-tls-crt']);
  });

  test('the subordinate as ca.crt, as an incomplete AWS chain makes it', () => {
    const input = { ...healthy, cacerts: { ...healthy.cacerts, caCrtPem: chain.subordinate.certificate.pem } };
    expect(failedIds(input)).toEqual(['cacerts-ca-crt']);
    expect(observed(input, 'cacerts-ca-crt')).toBe('ca.crt of cacerts holds ac');
  });

  test('the right certificates with something else behind them', () => {
    const input = { ...healthy, trustBundles: new Map([['default', `${chain.root.certificate.pem}noise`]]) };
    expect(failedIds(input)).toEqual(['istio-ca-root-cert']);
    expect(observed(input, 'istio-ca-root-cert')).toMatch(/got 5 characters of other text$/);
  });

  test('another trust bundle in the namespaces', async () => {
    const { certificate } = await issue({ subject: 'O=cluster.local' });
    const input = { ...healthy, trustBundles: new Map([['default', certificate.pem]]) };
    expect(failedIds(input)).toEqual(['istio-ca-root-cert']);
    expect(observed(input, 'istio-ca-root-cert')).toMatch(
      /holds O=cluster\.local \(sha256 [0-9a-f]{16}…\), not in the chain$/,
    );
  });

  test('one namespace of several without the root, or with another', async () => {
    const { certificate } = await issue({ subject: 'O=cluster.local' });
    const trusting = (pem: string) => ({ ...healthy, trustBundles: new Map([...healthy.trustBundles, ['shop', pem]]) });
    expect(failedIds(trusting(certificate.pem))).toEqual(['istio-ca-root-cert']);
    expect(failedIds(trusting(''))).toEqual(['istio-ca-root-cert']);
    expect(observed(trusting(certificate.pem), 'istio-ca-root-cert')).toMatch(/^the ConfigMap .+ of shop holds O=/);
  });

  test('no namespace', () => {
    expect(failedIds({ ...healthy, trustBundles: new Map() })).toEqual(['istio-ca-root-cert']);
  });

  test('nothing at all', () => {
    const input = { ...healthy, cacerts: { tlsCrtPem: '', caCrtPem: '' }, trustBundles: new Map([['default', '']]) };
    expect(failedIds(input)).toEqual(['cacerts-tls-crt', 'cacerts-ca-crt', 'istio-ca-root-cert']);
    expect(observed(input, 'cacerts-ca-crt')).toMatch(/expected PEM certificates, got an empty text$/);
  });
});
