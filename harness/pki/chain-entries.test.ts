import { describe, expect, test } from '@jest/globals';
import { chainEntries } from './chain-entries.ts';
import { chainLabel } from './chain-member.ts';
import { makeGuideChain, spiffeId } from './test-chain.ts';

test('chainEntries tells what report.json tells of each certificate', async () => {
  const { certificates } = await makeGuideChain();
  const entries = chainEntries(certificates);
  expect(entries.map(({ label }) => label)).toEqual(['aa', 'ab', 'ac', 'ad', 'ae']);
  expect(entries[2]).toEqual({
    label: 'ac',
    subject: 'CN=Guide Subordinate CA,O=Example Corp,C=DE',
    issuer: 'CN=Guide Root CA,O=Example Corp,C=DE',
    serialHex: '0a0000000000000000000000000000c1',
    serialDecimal: '13292279957849158729038070602803445953',
    notBefore: '2026-11-24T09:00:00.000Z',
    notAfter: '2031-11-23T12:00:00.000Z',
    sha256: certificates[2]?.sha256,
    signedBy: 'ad',
    ca: true,
    pathLength: 1,
    publicKeyAlgorithm: 'EC P-256',
  });
  expect(entries[4]).toEqual({ ...entries[3], label: 'ae' });
});

describe('each entry tells', () => {
  test('who signed it, the root itself, as its signature says', async () => {
    const { certificates } = await makeGuideChain();
    expect(chainEntries(certificates).map(({ signedBy }) => signedBy)).toEqual(['ab', 'ac', 'ad', 'ad', 'ad']);
  });

  test('that nobody in the chain signed it, whatever its issuer is called', async () => {
    const { leaf } = await makeGuideChain();
    const { istioCa } = await makeGuideChain();
    const [entry, stranger] = chainEntries([leaf.certificate, istioCa.certificate]);
    expect(entry?.issuer).toBe(stranger?.subject);
    expect(entry?.signedBy).toBeNull();
  });

  test('the identity of a workload, which is no CA', async () => {
    const { leaf } = await makeGuideChain();
    const [entry] = chainEntries([leaf.certificate]);
    expect(entry).toMatchObject({ identities: [spiffeId], ca: false });
  });
});

describe('chainLabel', () => {
  test.each([
    [0, 'aa'],
    [4, 'ae'],
    [25, 'az'],
    [26, 'ba'],
    [675, 'zz'],
  ])('%i is %s', (index, label) => {
    expect(chainLabel(index)).toBe(label);
  });

  test.each([-1, 676, 0.5])('%p has no label', (index) => {
    expect(() => chainLabel(index)).toThrow(RangeError);
  });
});
