import { describe, expect, test } from '@jest/globals';
import { istioImageSettings, istioRelease } from './istio-release.ts';

describe('a release of Istio', () => {
  test("the project's own takes istioctl's word for hub and tag", () => {
    const release = istioRelease('1.31.0', {});
    expect(release).toMatchObject({ distribution: 'istio', base: '1.31.0', version: '1.31.0' });
    expect(istioImageSettings(release)).toEqual([]);
  });

  test.each([
    ['1.24.1-tetrate-v0', undefined, 'containers.istio.tetratelabs.com', '1.24.1-tetrate-v0'],
    ['1.24.1-tetratefips-v2', undefined, 'fips-containers.istio.tetratelabs.com', '1.24.1-tetratefips-v2'],
    ['1.24.1', 'tetratefips', 'fips-containers.istio.tetratelabs.com', '1.24.1-tetratefips-v0'],
    ['1.24.1', 'tetrate', 'containers.istio.tetratelabs.com', '1.24.1-tetrate-v0'],
  ] as const)('%s (%s) is Tetrate’s, in its own hub', (version, istioDistribution, hub, tag) => {
    const release = istioRelease(version, istioDistribution === undefined ? {} : { istioDistribution });
    expect(release).toMatchObject({ base: '1.24.1', version: tag });
    expect(istioImageSettings(release)).toEqual([`hub=${hub}`, `tag=${tag}`]);
  });

  test('a hub and a tag that are given win', () => {
    const release = istioRelease('1.24.1-tetrate-v0', { istioHub: 'registry.example/istio', istioTag: 'mine' });
    expect(istioImageSettings(release)).toEqual(['hub=registry.example/istio', 'tag=mine']);
  });
});
