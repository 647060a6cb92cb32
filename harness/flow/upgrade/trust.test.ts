import { describe, expect, test } from '@jest/globals';
import { makeGuideChain } from '../../pki/test-chain.ts';
import { checkSameIstioCa, checkSameRoot, type Trust } from './trust.ts';

const { root, istioCa } = await makeGuideChain();
const other = await makeGuideChain();

function trust(roots: Record<string, typeof root.certificate | undefined>): Trust {
  return { istioCa: istioCa.certificate, roots: new Map(Object.entries(roots)) };
}

const before = trust({ cacerts: root.certificate, 'chain of a-1': root.certificate });

describe('the root after an upgrade', () => {
  test('is the same wherever it is looked for, also in pods that came with it', () => {
    const after = trust({
      cacerts: root.certificate,
      'trust bundle of default': root.certificate,
      'chain of a-2': root.certificate,
    });
    expect(checkSameRoot(before, after)).toMatchObject({
      outcome: 'passed',
      observed: 'the same in cacerts, trust bundle of default, chain of a-2',
    });
  });

  test('is another one in one place, which is named', () => {
    const after = trust({ cacerts: root.certificate, 'chain of a-2': other.root.certificate });
    expect(checkSameRoot(before, after)).toMatchObject({
      outcome: 'failed',
      observed: `chain of a-2: ${other.root.certificate.sha256}`,
    });
  });

  test('is not there, or not alone', () => {
    const after = trust({ cacerts: root.certificate, 'trust bundle of default': undefined });
    expect(checkSameRoot(before, after)).toMatchObject({
      outcome: 'failed',
      observed: 'trust bundle of default: not one root',
    });
  });

  test('cannot be the same where there was none before', () => {
    const without = trust({ cacerts: undefined });
    expect(checkSameRoot(without, trust({})).outcome).toBe('failed');
  });
});

test("Istio's CA is not issued anew by an upgrade: another serial is told", () => {
  expect(checkSameIstioCa(istioCa.certificate, istioCa.certificate).outcome).toBe('passed');
  expect(checkSameIstioCa(istioCa.certificate, other.istioCa.certificate)).toMatchObject({
    outcome: 'failed',
    observed: `serial ${other.istioCa.certificate.serialDecimal}`,
  });
});
