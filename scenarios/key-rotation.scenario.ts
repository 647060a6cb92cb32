import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { ControlPlane } from '../harness/scenario/control-plane.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';

/**
 * docs/scenarios.md, F21: whether a renewal makes a new key. cert-manager's default is Always since 1.18, and was Never
 * before (cert-manager/cert-manager#8287).
 */
describe('the key of a renewed Istio CA', () => {
  const setUp = useSetUp('issuance');

  test.each([
    ['Always', { rotationPolicy: 'Always' }],
    ['Never', { rotationPolicy: 'Never' }],
    ['left to cert-manager', {}],
  ] as const)('rotation policy %s', async (policy, request) => {
    const { certManager } = setUp.outputs.artifacts.versions;
    const plane = await ControlPlane.prepare(setUp, 'key-rotation');
    await plane.plugIn(request);
    const before = await plane.istioCa();
    const renewed = await plane.renew();

    expect(renewed.serialHex).not.toBe(before.serialHex);
    const rotates = policy === 'left to cert-manager' ? rotatesByDefault(certManager) : policy === 'Always';
    expect(keyOf(renewed).equals(keyOf(before))).toBe(!rotates);
    expect(await setUp.diagnose()).toEqual([]);
  });
});

function rotatesByDefault(certManager: string): boolean {
  const [major = 0, minor = 0] = certManager.split('.').map(Number);
  return major > 1 || minor >= 18;
}

const keyOf = ({ pem }: { readonly pem: string }) => new X509Certificate(pem).publicKey;
