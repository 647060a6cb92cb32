import { describe, expect, test } from '@jest/globals';
import { isExcluded, parseExclusion } from './exclusion.ts';

const versions = { certManager: '1.15.3', issuer: '1.11.0', istio: '1.31', kubernetes: '1.35.4' };

describe('an exclusion', () => {
  test('is met by a combination that has every one of its versions', () => {
    const exclusion = parseExclusion('cert-manager=v1.15.3, kubernetes=1.35.4');
    expect(exclusion).toEqual({ certManager: '1.15.3', kubernetes: '1.35.4' });
    expect(isExcluded(versions, [exclusion])).toBe(true);
    expect(isExcluded({ ...versions, kubernetes: '1.34.4' }, [exclusion])).toBe(false);
  });

  test('is one of several', () => {
    const exclusions = ['istio=1.30', 'issuer=1.11.0'].map(parseExclusion);
    expect(isExcluded(versions, exclusions)).toBe(true);
    expect(isExcluded(versions, exclusions.slice(0, 1))).toBe(false);
  });

  test.each(['cert-manager', 'envoy=1.40.0', 'istio=', 'istio=1.31,,issuer=1'])('"%s" is refused', (text) => {
    expect(() => parseExclusion(text)).toThrow('excludes nothing');
  });
});
