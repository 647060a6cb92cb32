import { describe, expect, test } from '@jest/globals';
import { defaultVersions } from '../versions.ts';
import { upgradeWarnings } from './upgrade-warnings.ts';

type Versions = Partial<typeof defaultVersions>;
const warn = (from: Versions, to: Versions) =>
  upgradeWarnings({ ...defaultVersions, ...from }, { ...defaultVersions, ...to });

describe('what the projects do not support of a change of versions', () => {
  test('nothing of the next minor release, of a patch, or of what is built from a folder', () => {
    expect(warn({ certManager: '1.20.3', istio: '1.30' }, { certManager: '1.21.2', istio: '1.31' })).toEqual([]);
    expect(warn({ certManager: '1.21.0' }, { certManager: '1.21.2' })).toEqual([]);
    expect(warn({ certManager: '1.15.3', istio: '1.24' }, { certManager: 'checkout', istio: 'checkout' })).toEqual([]);
  });

  test('minor releases that are passed over, with the page that says so', () => {
    expect(warn({ certManager: '1.16.3', istio: '1.29.1' }, { certManager: '1.21.2', istio: '1.31' })).toEqual([
      expect.stringMatching(
        /^cert-manager 1\.16\.3 to 1\.21\.2: .*one minor release at a time \(https:\/\/cert-manager/,
      ),
      expect.stringMatching(
        /^Istio 1\.29\.1 to 1\.31: .*one minor release at a time, up or down \(https:\/\/istio\.io/,
      ),
    ]);
  });

  test('an older minor release', () => {
    expect(warn({ istio: '1.31', certManager: '1.21.2' }, { istio: '1.30', certManager: '1.20.3' })).toEqual([
      expect.stringContaining('documents the way to a newer release alone'),
      expect.stringContaining('sidecars are newer than istiod'),
    ]);
  });

  test('another major release is over many minor ones, newer or older', () => {
    expect(warn({ certManager: '1.21.2' }, { certManager: '9.9.9' })).toEqual([
      expect.stringContaining('one minor release at a time'),
    ]);
    expect(warn({ certManager: '2.30.0' }, { certManager: '1.31.0' })).toHaveLength(2);
  });

  test('several older ones are both', () => {
    expect(warn({ istio: '1.31' }, { istio: '1.29' })).toHaveLength(2);
  });

  test('nothing of the issuer, whose project says nothing', () => {
    expect(warn({ issuer: '1.12.0' }, { issuer: '1.9.2' })).toEqual([]);
  });
});
