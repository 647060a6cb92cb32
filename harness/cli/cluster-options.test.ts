import { describe, expect, test } from '@jest/globals';
import { clusterSettingsOf, refuseExistingCluster } from './cluster-options.ts';

describe('the cluster of a run', () => {
  test('is one of its own, unless a cluster that is there is named', () => {
    expect(clusterSettingsOf({ provider: 'kind' }, {})).toEqual({ provider: 'kind' });
  });

  test.each([
    ['the file that is given', { kubeconfig: '/a/config' }, {}, ['/a/config']],
    ['all files of KUBECONFIG, in their order', {}, { KUBECONFIG: '/b:/a' }, ['/b', '/a']],
    ["kubectl's own file", {}, {}, [expect.stringMatching(/\/\.kube\/config$/)]],
  ])('is looked for in %s', (_, flags, env, kubeconfigFiles) => {
    const settings = clusterSettingsOf({ provider: 'existing', context: 'team', ...flags }, env);
    const existingCluster = { context: 'team', onExisting: 'refuse', kubeconfigFiles };
    expect(settings).toEqual({ provider: 'existing', existingCluster });
  });

  test('is never the one that kubectl would choose by itself', () => {
    expect(() => clusterSettingsOf({ provider: 'existing' }, {})).toThrow(
      '--provider existing needs --context: the cluster must be named',
    );
  });

  test('that is there is not asked for by a half', () => {
    expect(() => clusterSettingsOf({ provider: 'kind', context: 'team', onExisting: 'use' }, {})).toThrow(
      '--context, --on-existing: only for a cluster that is there, and this run makes one of its own',
    );
  });

  test('is its own where many runs are made', () => {
    expect(() => refuseExistingCluster({ provider: 'existing' }, 'A matrix')).toThrow(
      'A matrix is for clusters of its own',
    );
    expect(() => refuseExistingCluster({ provider: 'kind' }, 'A matrix')).not.toThrow();
  });
});
