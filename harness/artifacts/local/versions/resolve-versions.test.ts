import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../../errors/harness-error.ts';
import { defaultVersions } from '../../versions.ts';
import { isGoAtLeast, resolveVersions } from './resolve-versions.ts';

describe('resolving versions', () => {
  test('the default versions can be built', () => {
    expect(resolveVersions(defaultVersions)).toMatchObject({
      kubernetes: { version: '1.34.4', etcd: '3.6.5', coredns: '1.12.1' },
      certManager: { version: '1.21.2', minor: 21 },
      istio: { line: '1.31', commit: 'eed52ebb66ad' },
    });
  });

  test('says for each component which Go builds it', () => {
    const { kubernetes, issuer } = resolveVersions({ ...defaultVersions, issuer: '1.12.0' });
    expect({ kubernetes: kubernetes.go, issuer: issuer.go }).toEqual({ kubernetes: '1.24.0', issuer: '1.27.3' });
  });

  test.each(['1.15.3', '1.18.6', '1.20.0', '1.21.2'])('cert-manager %s can be built', (certManager) => {
    expect(resolveVersions({ ...defaultVersions, certManager }).certManager.version).toBe(certManager);
  });

  test.each([
    ['kubernetes', '1.29.0', '1.34.4'],
    ['certManager', '1.15.2', '1.15.3 and later'],
    ['certManager', '1.14.7', '1.15.3 and later'],
    ['certManager', 'v1.21.2', '1.21.0 and later'],
    ['certManager', '1.21', '1.21.0 and later'],
    ['issuer', '0.1.0', '1.11.0'],
    ['istio', '1.12', '1.31'],
    ['istio', 'toString', '1.31'],
    ['envoy', '1.0.0', '1.40.0'],
    ['kind', '0.1.0', '0.33.0'],
  ] as const)('%s %s is refused, naming what is accepted', (component, version, accepted) => {
    const resolve = () => resolveVersions({ ...defaultVersions, [component]: version });
    expect(resolve).toThrow(UsageError);
    expect(resolve).toThrow(`${version} cannot be built from source here`);
    expect(thrownBy(resolve)).toMatchObject({ remedy: expect.stringContaining(accepted) });
  });
});

describe('comparing Go versions', () => {
  test.each([
    ['go1.26.8', '1.26.6', true],
    ['go1.26.6', '1.26.6', true],
    ['go1.26.5', '1.26.6', false],
    ['go1.9', '1.26.6', false],
    ['go1.27', '1.26.6', true],
    ['devel', '1.26.6', false],
  ])('%s for %s: %s', (installed, wanted, enough) => {
    expect(isGoAtLeast(installed, wanted)).toBe(enough);
  });
});

function thrownBy(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}
