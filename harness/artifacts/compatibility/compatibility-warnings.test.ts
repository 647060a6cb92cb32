import { describe, expect, test } from '@jest/globals';
import { defaultVersions } from '../versions.ts';
import { compatibilityWarnings } from './compatibility-warnings.ts';

const warn = (versions: Partial<typeof defaultVersions>) => compatibilityWarnings({ ...defaultVersions, ...versions });

describe('what the projects do not say that they support', () => {
  test('nothing of the default versions', () => {
    expect(warn({})).toEqual([]);
  });

  test('an older cert-manager on a newer Kubernetes', () => {
    expect(warn({ certManager: '1.18.6', issuer: 'checkout' })).toEqual([
      'cert-manager 1.18 is documented for Kubernetes 1.29 to 1.33, not for 1.34.',
    ]);
  });

  test("the guide's own cert-manager, with a newer issuer too", () => {
    expect(warn({ certManager: '1.15.3' })).toEqual([
      expect.stringContaining('cert-manager 1.15'),
      'aws-privateca-issuer 1.11 is built with cert-manager 1.20; 1.15 is older.',
    ]);
  });

  test.each([
    ['9.9.9', 'newer'],
    ['2.0.0', 'newer'],
    ['0.99.0', 'older'],
    ['1.9.0', 'older'],
  ])('another major release of cert-manager than the issuer is built with: %s is %s', (certManager, age) => {
    const line = certManager.replace(/\.\d+$/, '');
    expect(warn({ certManager })).toEqual([
      `aws-privateca-issuer 1.11 is built with cert-manager 1.20; ${line} is ${age}.`,
    ]);
  });

  test("a Tetrate build goes by Istio's own release", () => {
    expect(warn({ istio: '1.24.1-tetratefips-v0' })).toEqual([
      'Istio 1.24 is documented for Kubernetes 1.28 to 1.31, not for 1.34.',
    ]);
  });

  test.each([{ certManager: '1.99.0' }, { istio: '2.0.0' }, { issuer: 'checkout' }, { certManager: 'checkout' }])(
    'nothing of what is newer than the table, or built from a folder: %j',
    (versions) => {
      expect(warn(versions)).toEqual([]);
    },
  );
});
