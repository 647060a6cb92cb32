import { describe, expect, test } from '@jest/globals';
import { labelChain } from './chain-member.ts';
import { guideWishes, issue, makeGuideChain, now } from './test-chain.ts';
import { passedOf } from './test-checks.ts';
import { verifyChain } from './verify-chain.ts';

describe('verifyChain', () => {
  test('a self-issued CA, as a key rollover makes it, does not count towards a path length', async () => {
    const { root, subordinate } = await makeGuideChain();
    const rollover = await issue({ ...guideWishes.subordinate, serialHex: '0f' }, subordinate);
    const istioCa = await issue(guideWishes.istioCa, rollover);
    const leaf = await issue(guideWishes.leaf, istioCa);
    const path = labelChain([leaf, istioCa, rollover, subordinate, root].map(({ certificate }) => certificate));
    const check = verifyChain(path, { at: now }).find(({ id }) => id === 'path-lengths');
    expect(check).toMatchObject({
      outcome: 'passed',
      observed: expect.stringContaining('ad allows 1 CAs below it and has 1'),
    });
  });

  test('both ends of a validity belong to it', async () => {
    const { certificates } = await makeGuideChain();
    const path = labelChain(certificates.slice(0, 4));
    const { notBefore, notAfter } = guideWishes.leaf;
    const outcomes = [notBefore.getTime() - 1, notBefore.getTime(), notAfter.getTime(), notAfter.getTime() + 1].map(
      (atMs) => verifyChain(path, { at: new Date(atMs) }).find(({ id }) => id === 'validity-now')?.outcome,
    );
    expect(outcomes).toEqual(['failed', 'passed', 'passed', 'failed']);
  });

  test('no certificates pass no check', () => {
    expect(passedOf(verifyChain([], { at: now }))).toEqual([]);
  });
});
