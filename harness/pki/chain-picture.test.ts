import { beforeAll, describe, expect, test } from '@jest/globals';
import { drawChain } from './chain-picture.ts';
import { fromNow, type GuideChain, guideWishes, issue, makeGuideChain, now } from './test-chain.ts';

let chain: GuideChain;
beforeAll(async () => {
  chain = await makeGuideChain();
});

describe('drawChain', () => {
  test("draws the guide's chain from the root down to the workload", () => {
    expect(drawChain(chain.certificates, { now })).toBe(
      `
ad  root CA, signed by itself
│   CN=Guide Root CA,O=Example Corp,C=DE
│   serial 190079603397242969825244409620089274381
│   hex    8f00000000000000000000000000000d
│   valid  2026-11-24 08:00 to 2036-11-21 12:00 UTC, 10 years left
│   path   any number of CAs may follow
│
▼ signed
ac  subordinate CA
│   CN=Guide Subordinate CA,O=Example Corp,C=DE
│   serial 13292279957849158729038070602803445953
│   hex    0a0000000000000000000000000000c1
│   valid  2026-11-24 09:00 to 2031-11-23 12:00 UTC, 5 years left
│   path   one CA may follow
│
▼ signed
ab  Istio's CA
│   CN=istio-ca
│   serial 24197857199965561741520400062332047378
│   hex    12345678901234567890123456789012
│   valid  2026-11-24 10:00 to 2027-02-22 12:00 UTC, 90 days left
│   path   no CA may follow
│
▼ signed
aa  workload certificate
    spiffe://cluster.local/ns/default/sa/bookinfo-productpage
    serial 32343
    hex    7e57
    valid  2026-11-24 11:00 to 2026-11-25 11:00 UTC, 23 hours left

ae is ad again, byte for byte: Istio appends the root to what a pod shows.
`.trim(),
    );
  });

  test('draws with ASCII alone', async () => {
    const root = await issue({ ...guideWishes.root, subject: 'CN=Käse' });
    const picture = drawChain([...chain.certificates.slice(0, 3), root.certificate], { now, ascii: true });
    expect(picture).toMatch(/^[ -~\n]+$/);
    expect(picture).toContain('|   CN=K?se\n');
    expect(picture).toContain('|\nv signed\nab');
  });

  test('does not say that a CA signed what it did not sign', async () => {
    const impostor = await issue(guideWishes.root);
    const picture = drawChain([...chain.certificates.slice(0, 3), impostor.certificate], { now });
    expect(picture).toContain('│\n✗ did NOT sign\nac');
    expect(picture).toContain('│\n▼ signed\nab');
  });

  test('does not call the last certificate a repetition where it is none', () => {
    expect(drawChain(chain.certificates.slice(0, 4), { now })).not.toContain('again');
  });

  test('tells a root by its own signature', async () => {
    const root = await issue({ ...guideWishes.root, issuer: guideWishes.root.subject }, chain.istioCa);
    expect(drawChain([root.certificate], { now })).toContain('aa  root CA, NOT signed by itself');
  });

  test('stays within 80 columns with the longest names, serials and validities', async () => {
    const longName = `C=DE,O=${'Very Long Organisation '.repeat(4).trim()},CN=The Root`;
    const { certificates } = await makeGuideChain({
      root: {
        ...guideWishes.root,
        subject: longName,
        serialHex: 'ff'.repeat(19),
        notBefore: fromNow(-800 * 86_400_000),
        notAfter: fromNow(-700 * 86_400_000),
      },
      leaf: { ...guideWishes.leaf, uris: [`spiffe://cluster.local/ns/${'n'.repeat(63)}/sa/bookinfo-productpage`] },
    });
    const lines = drawChain(certificates, { now }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBe(80);
    expect(lines[1]).toBe('│   CN=The Root,O=Very Long Organisation V…anisation Very Long Organisation,C=DE');
  });

  test('shortens names to the given width, but never a serial', () => {
    const lines = drawChain(chain.certificates, { now, width: 30 }).split('\n');
    expect(lines[1]).toBe('│   CN=Guide Root…le Corp,C=DE');
    expect(lines[2]).toBe('│   serial 190079603397242969825244409620089274381');
  });

  test('a name cannot move the cursor of a terminal', async () => {
    const { certificate } = await issue({
      ...guideWishes.leaf,
      subject: 'CN=a\u001b[2Jb',
      uris: ['spiffe://x\u001b[2J/\r'],
    });
    const picture = drawChain([certificate], { now });
    expect(picture).toContain('CN=a\\1B[2Jb');
    expect(picture).toContain('spiffe://x?[2J/?');
  });

  test('of no certificates says so', () => {
    expect(drawChain([], { now })).toBe('no certificates');
  });
});
