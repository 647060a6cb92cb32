import { describe, expect, test } from '@jest/globals';
import { istioImageSettings, istioRelease } from './istio-release.ts';

describe('a release of Istio', () => {
  test.each(['1.30.2', '1.31.0'])("the project's own %s is taken from its hub, whatever istioctl's is", (version) => {
    const release = istioRelease(version, {}, 'docker.io/istio');
    expect(release).toMatchObject({ distribution: 'istio', base: version, version });
    expect(istioImageSettings(release)).toEqual(['hub=docker.io/istio']);
  });

  test.each([
    ['1.24.1-tetrate-v0', undefined, 'containers.istio.tetratelabs.com', '1.24.1-tetrate-v0'],
    ['1.24.1-tetratefips-v2', undefined, 'fips-containers.istio.tetratelabs.com', '1.24.1-tetratefips-v2'],
    ['1.24.1', 'tetratefips', 'fips-containers.istio.tetratelabs.com', '1.24.1-tetratefips-v0'],
    ['1.24.1', 'tetrate', 'containers.istio.tetratelabs.com', '1.24.1-tetrate-v0'],
  ] as const)('%s (%s) is Tetrate’s, in its own hub', (version, istioDistribution, hub, tag) => {
    const release = istioRelease(
      version,
      istioDistribution === undefined ? {} : { istioDistribution },
      'docker.io/istio',
    );
    expect(release).toMatchObject({ base: '1.24.1', version: tag });
    expect(istioImageSettings(release)).toEqual([`hub=${hub}`, `tag=${tag}`]);
  });

  test.each(['1.24.1-tetrate-v0', '1.30.2'])('a hub and a tag that are given win (%s)', (version) => {
    const given = { istioHub: 'registry.example/istio', istioTag: 'mine' };
    const release = istioRelease(version, given, 'docker.io/istio');
    expect(istioImageSettings(release)).toEqual(['hub=registry.example/istio', 'tag=mine']);
  });
});
