import { beforeAll, describe, expect, test } from '@jest/globals';
import { type GuideChain, inputOf, makeGuideChain, now, pemOf } from './test-chain.ts';
import { failedIds, idsOf, observed, passedOf } from './test-checks.ts';
import { checkWorkloadChain, type WorkloadChainInput } from './workload-chain.ts';

let chain: GuideChain;
let healthy: Required<WorkloadChainInput>;

beforeAll(async () => {
  chain = await makeGuideChain();
  healthy = inputOf(chain);
});

describe('broken input makes failed checks, never an exception', () => {
  const broken = {
    nothing: '',
    noise: 'no certificate at all',
    'a block of noise': '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
  };

  test.each(Object.entries(broken))('%s as the chain', (_, chainPem) => {
    const checks = checkWorkloadChain({ ...healthy, chainPem });
    expect(idsOf(checks)).toEqual(idsOf(checkWorkloadChain(healthy)));
    expect(passedOf(checks)).toEqual([]);
  });

  test.each(Object.entries(broken))('%s everywhere', (_, pem) => {
    const checks = checkWorkloadChain({
      ...healthy,
      chainPem: pem,
      caRecords: healthy.caRecords.map((record) => ({ ...record, serial: pem, certificatePem: pem })),
      cacerts: { tlsCrtPem: pem, caCrtPem: pem },
      trustBundles: new Map([['default', pem]]),
    });
    expect(passedOf(checks)).toEqual([]);
  });

  test('one broken block among good ones fails what needs it and nothing else', () => {
    const [leaf, istioCa, , ...roots] = chain.certificates;
    const chainPem =
      pemOf([leaf, istioCa].flatMap((certificate) => certificate ?? [])) + broken['a block of noise'] + pemOf(roots);
    const input = { ...healthy, chainPem };
    expect(observed(input, 'signature-ab-by-ac')).toMatch(
      /^ac is unreadable: the chain, block 3 \(line \d+\): expected a DER/,
    );
    for (const id of [
      'signature-aa-by-ab',
      'root-self-signed',
      'root-twice',
      'spiffe-id',
      'aws-serial-ab',
      'aws-serial-ad',
    ]) {
      expect(failedIds(input)).not.toContain(id);
    }
  });

  test('a good chain with noise behind it', () => {
    const input = { ...healthy, chainPem: `${healthy.chainPem}noise` };
    expect(failedIds(input)).toEqual(['chain-count']);
    expect(observed(input, 'chain-count')).toMatch(/got 5 characters of other text$/);
  });

  test('the chain is judged at the given time', () => {
    const later = { ...healthy, now: new Date(now.getTime() + 365 * 86_400_000) };
    expect(failedIds(later)).toEqual(['validity-now']);
  });
});

test('where nothing is given, no check passes', () => {
  const everythingWrong = {
    ...healthy,
    chainPem: '',
    caRecords: [],
    cacerts: { tlsCrtPem: '', caCrtPem: '' },
    trustBundles: new Map([['default', '']]),
  };
  expect(failedIds(everythingWrong)).toEqual(idsOf(checkWorkloadChain(healthy)));
});
