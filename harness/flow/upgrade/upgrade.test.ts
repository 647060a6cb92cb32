import { describe, expect, test } from '@jest/globals';
import { defaultVersions } from '../../artifacts/versions.ts';
import type { ExistingCluster } from '../../clusters/cluster-provider.ts';
import { standingRun } from '../testing/standing-run.ts';
import { planUpgrade } from './upgrade.ts';

const newer = {
  certManager: { version: defaultVersions.certManager },
  issuer: { version: defaultVersions.issuer },
  istio: { version: defaultVersions.istio },
};

describe('an upgrade of a run that stands', () => {
  test('is of the named components in the order of their steps, and of no other', () => {
    const { components, options, from } = planUpgrade(standingRun(), { istio: newer.istio, issuer: newer.issuer });
    expect(components).toEqual(['issuer', 'istio']);
    expect(options.versions).toEqual({ ...from, issuer: newer.issuer.version, istio: newer.istio.version });
  });

  test('leaves out what has the wanted version already', () => {
    const { components } = planUpgrade(standingRun(), { ...newer, issuer: { version: '1.10.0' } });
    expect(components).toEqual(['certManager', 'istio']);
  });

  test('takes what a folder holds, also again: it may have changed', () => {
    const kept = standingRun();
    const folder = '/src/issuer';
    const first = planUpgrade(kept, { issuer: { version: 'checkout', folder } });
    expect(first.options.artifactSettings.checkouts).toEqual({ issuer: folder });
    const again = { ...kept, run: { ...kept.run, options: first.options } };
    expect(planUpgrade(again, { issuer: { version: 'checkout', folder } }).components).toEqual(['issuer']);
    const released = planUpgrade(again, { issuer: newer.issuer });
    expect(released.options.artifactSettings.checkouts).toEqual({});
  });

  test("drops the tag that took the place of Istio's former version", () => {
    const kept = standingRun();
    const settings = { ...kept.run.options.artifactSettings, istioTag: '1.30.1-fips' };
    const tagged = { ...kept, run: { ...kept.run, options: { ...kept.run.options, artifactSettings: settings } } };
    const tagAfter = (wanted: Partial<typeof newer>) => planUpgrade(tagged, wanted).options.artifactSettings.istioTag;
    expect([tagAfter({ issuer: newer.issuer }), tagAfter({ istio: newer.istio })]).toEqual(['1.30.1-fips', undefined]);
  });

  test('does again what an interrupted one has begun and not ended', () => {
    const kept = standingRun(['cert-manager', 'bookinfo', 'pod-chain']);
    expect(planUpgrade(kept, {}).components).toEqual(['certManager', 'istio']);
  });

  test('only shows that the mesh works where nothing else was left', () => {
    expect(planUpgrade(standingRun(['pod-chain']), {}).components).toEqual([]);
  });

  test.each([
    ['the same version', { issuer: { version: '1.10.0' } }, 'has aws-privateca-issuer 1.10.0 already'],
    ['no component', {}, 'No component is named'],
  ])('is refused for %s', (_what, wanted, message) => {
    expect(() => planUpgrade(standingRun(), wanted)).toThrow(message);
  });

  test('is refused for a run that never came to its end', () => {
    const { 'pod-chain': _chain, ...outputs } = standingRun().outputs;
    expect(() => planUpgrade({ ...standingRun(), outputs }, newer)).toThrow('is not finished');
    expect(() => planUpgrade(standingRun(['ca-hierarchy']), newer)).toThrow('is not finished');
  });

  describe("in somebody else's cluster", () => {
    const certManagerThere = { namespace: 'certs', serviceAccount: 'certs-cert-manager', version: 'v1.20.0' };
    const guest = (cluster: Partial<ExistingCluster>) => {
      const kept = standingRun();
      const existing: ExistingCluster = {
        ...{ provider: 'existing', name: 'team', kubeconfig: '/out/kubeconfig', context: 'team' },
        ...{ serviceAccountIssuer: 'https://issuer.example', nodeContainers: [], ...cluster },
      };
      return { ...kept, outputs: { ...kept.outputs, cluster: existing } };
    };

    test("is of what the run has added; a cert-manager that was there is its owner's", () => {
      expect(planUpgrade(guest({}), newer).components).toEqual(['certManager', 'issuer', 'istio']);
      const user = guest({ certManager: certManagerThere });
      expect(planUpgrade(user, { issuer: newer.issuer }).components).toEqual(['issuer']);
      expect(() => planUpgrade(user, newer)).toThrow('uses the cert-manager that was in namespace certs');
    });
  });
});
