import { beforeAll, describe, expect, test } from '@jest/globals';
import { UsageError } from '../errors/harness-error.ts';
import { checkIds } from './check-ids.ts';
import { type GuideChain, guideWishes, inputOf, issue, makeGuideChain, pemOf, recordOf } from './test-chain.ts';
import { failedIds, idsOf, observed } from './test-checks.ts';
import { checkWorkloadChain, type WorkloadChainInput, workloadChainLength } from './workload-chain.ts';

let chain: GuideChain;
let healthy: WorkloadChainInput;

beforeAll(async () => {
  chain = await makeGuideChain();
  healthy = inputOf(chain);
});

describe("the guide's chain", () => {
  test('passes every check', () => {
    const checks = checkWorkloadChain(healthy);
    expect(failedIds(healthy)).toEqual([]);
    expect(idsOf(checks)).toEqual(checkIds.guide.slice(checkIds.guide.indexOf('chain-count')));
  });

  test('each check says what was expected and what was observed', () => {
    for (const { title, expected, observed: seen } of checkWorkloadChain(healthy)) {
      for (const text of [title, expected, seen]) expect(text).toMatch(/\S/);
    }
  });

  test('serials are shown in decimal and hex, on both sides', () => {
    const check = checkWorkloadChain(healthy).find(({ id }) => id === 'aws-serial-ac');
    expect(check?.observed).toBe(
      'ac has decimal 13292279957849158729038070602803445953 = hex 0a0000000000000000000000000000c1',
    );
    expect(check?.expected).toMatch(
      /^decimal 13292279957849158729038070602803445953 = hex 0a0000000000000000000000000000c1, as AWS reports arn:/,
    );
  });
});

describe('a hierarchy of another depth', () => {
  test('with the root alone in AWS, four certificates', async () => {
    const root = await issue(guideWishes.root);
    const istioCa = await issue(guideWishes.istioCa, root);
    const leaf = await issue(guideWishes.leaf, istioCa);
    const input = {
      ...healthy,
      chainPem: pemOf([leaf, istioCa, root, root].map(({ certificate }) => certificate)),
      expectedCertificateCount: workloadChainLength(1),
      caRecords: [recordOf(root, 'root'), recordOf(istioCa, 'istio-ca')],
      cacerts: { tlsCrtPem: istioCa.certificate.pem, caCrtPem: root.certificate.pem },
      trustBundles: new Map([['default', root.certificate.pem]]),
    };
    expect(failedIds(input)).toEqual([]);
  });

  test('with two subordinate CAs, six certificates, whatever the order of the records', async () => {
    const root = await issue(guideWishes.root);
    const upper = await issue(
      { ...guideWishes.subordinate, serialHex: '0b', basicConstraints: { ca: true, pathLength: 2, critical: true } },
      root,
    );
    const lower = await issue({ ...guideWishes.subordinate, subject: 'CN=lower', serialHex: '0c' }, upper);
    const istioCa = await issue(guideWishes.istioCa, lower);
    const leaf = await issue(guideWishes.leaf, istioCa);
    const input = {
      ...healthy,
      chainPem: pemOf([leaf, istioCa, lower, upper, root, root].map(({ certificate }) => certificate)),
      expectedCertificateCount: workloadChainLength(3),
      caRecords: [
        recordOf(upper, 'subordinate'),
        recordOf(root, 'root'),
        recordOf(lower, 'subordinate'),
        recordOf(istioCa, 'istio-ca'),
      ],
      cacerts: {
        tlsCrtPem: pemOf([istioCa, lower, upper].map(({ certificate }) => certificate)),
        caCrtPem: root.certificate.pem,
      },
      trustBundles: new Map([['default', root.certificate.pem]]),
    };
    expect(failedIds(input)).toEqual([]);
    expect(idsOf(checkWorkloadChain(input))).toContain('aws-serial-ae');
  });

  test.each([3, 4.5, Number.NaN])('%p certificates are a mistake of the caller', (expectedCertificateCount) => {
    expect(() => checkWorkloadChain({ ...healthy, expectedCertificateCount })).toThrow(UsageError);
  });
});

describe('a chain that is put together wrongly', () => {
  const presenting = (places: readonly number[]) => ({
    ...healthy,
    chainPem: pemOf(places.flatMap((place) => chain.certificates[place] ?? [])),
  });

  test("Istio's CA and the subordinate swapped", () => {
    const input = presenting([0, 2, 1, 3, 4]);
    expect(failedIds(input)).toEqual([
      'signature-aa-by-ab',
      'signature-ab-by-ac',
      'signature-ac-by-ad',
      'names-chain',
      'key-identifiers',
      'path-lengths',
      'validity-nested',
      'aws-serial-ab',
      'aws-certificate-ab',
      'aws-serial-ac',
      'aws-certificate-ac',
      'cacerts-tls-crt',
    ]);
    expect(observed(input, 'signature-aa-by-ab')).toBe('the key of ab does not verify the signature of aa');
    expect(observed(input, 'cacerts-tls-crt')).toBe('tls.crt of cacerts holds ac, then ab');
  });

  test('without the repeated root', () => {
    const input = presenting([0, 1, 2, 3]);
    expect(failedIds(input)).toEqual(['chain-count', 'root-twice']);
    expect(observed(input, 'chain-count')).toBe('4 certificates');
    expect(observed(input, 'root-twice')).toBe('ae is missing: the chain ends after 4');
  });

  test('with one certificate too many', () => {
    const input = presenting([0, 1, 2, 3, 4, 4]);
    expect(failedIds(input)).toEqual(['chain-count']);
    expect(observed(input, 'chain-count')).toBe('6 certificates');
  });

  test('without any root, what is there is still judged', () => {
    const failing = failedIds(presenting([0, 1, 2]));
    expect(failing).toEqual(
      expect.arrayContaining(['root-self-signed', 'signature-ac-by-ad', 'aws-serial-ad', 'cacerts-ca-crt']),
    );
    for (const id of ['signature-aa-by-ab', 'signature-ab-by-ac', 'spiffe-id', 'aws-serial-ac']) {
      expect(failing).not.toContain(id);
    }
  });

  test('with a root of the same name and another key', async () => {
    const impostor = await issue(guideWishes.root);
    const chainPem = pemOf([...chain.certificates.slice(0, 3), impostor.certificate, impostor.certificate]);
    expect(failedIds({ ...healthy, chainPem })).toEqual([
      'signature-ac-by-ad',
      'key-identifiers',
      'aws-certificate-ad',
      'cacerts-ca-crt',
      'istio-ca-root-cert',
    ]);
  });

  test('with a last certificate that is not the root again', async () => {
    const impostor = await issue(guideWishes.root);
    const chainPem = pemOf([...chain.certificates.slice(0, 4), impostor.certificate]);
    expect(failedIds({ ...healthy, chainPem })).toEqual(['root-twice']);
  });

  test('a root that is no root', async () => {
    const above = await issue({ ...guideWishes.root, subject: 'CN=above' });
    const crossSigned = await issue({ ...guideWishes.root, keys: chain.root.keys }, above);
    const chainPem = pemOf([...chain.certificates.slice(0, 3), crossSigned.certificate, crossSigned.certificate]);
    const input = { ...healthy, chainPem };
    expect(failedIds(input)).toContain('root-self-signed');
    expect(observed(input, 'root-self-signed')).toBe(
      'ad is issued by CN=above, its key does not verify its own signature',
    );
  });

  test('a root that claims to be its own issuer and is not', async () => {
    const forged = await issue(
      { ...guideWishes.root, issuer: guideWishes.root.subject, keys: chain.root.keys },
      chain.leaf,
    );
    const chainPem = pemOf([...chain.certificates.slice(0, 3), forged.certificate, forged.certificate]);
    const input = { ...healthy, chainPem };
    expect(failedIds(input)).toContain('root-self-signed');
    expect(observed(input, 'root-self-signed')).toBe(
      'ad names itself as its issuer, its key does not verify its own signature',
    );
  });

  test('by an istiod that made a CA of its own', async () => {
    const own = await issue({ ...guideWishes.root, subject: 'O=cluster.local' });
    const leaf = await issue(guideWishes.leaf, own);
    const input = { ...healthy, chainPem: pemOf([leaf.certificate, own.certificate]) };
    expect(failedIds(input)).toEqual(
      expect.arrayContaining(['chain-count', 'plugged-in-ca', 'aws-serial-ab', 'cacerts-tls-crt']),
    );
    expect(observed(input, 'plugged-in-ca')).toBe('aa is issued by O=cluster.local; ab is issued by itself');
  });

  test('by an istiod of another trust domain that made a CA of its own', async () => {
    const own = await issue({ ...guideWishes.root, subject: 'O=example.org' });
    const leaf = await issue(guideWishes.leaf, own);
    const input = { ...healthy, trustDomain: 'example.org', chainPem: pemOf([leaf.certificate, own.certificate]) };
    expect(observed(input, 'plugged-in-ca')).toBe('aa is issued by O=example.org; ab is issued by itself');
  });
});
