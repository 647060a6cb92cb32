import { describe, expect, test } from '@jest/globals';
import { runLabel } from '../ownership.ts';
import { preflight } from './preflight.ts';
import { sampleObject } from './testing/sample-objects.ts';

const certManager = sampleObject('deployments tools/certs-cert-manager', {
  labels: {
    'app.kubernetes.io/name': 'cert-manager',
    'app.kubernetes.io/component': 'controller',
    'app.kubernetes.io/version': 'v1.21.2',
  },
  annotations: { 'meta.helm.sh/release-name': 'certs' },
});
const definitions = sampleObject('customresourcedefinitions issuers.cert-manager.io');
const istiod = sampleObject('deployments istio-system/istiod', {
  labels: { app: 'istiod', 'istio.io/rev': 'default' },
});
const cacerts = sampleObject('secrets istio-system/cacerts');
const unrelated = [sampleObject('deployments team/shop'), sampleObject('namespaces team')];

describe('the preflight', () => {
  test('lets a run install everything where nothing of it is there', () => {
    expect(preflight(unrelated, 'c', 'refuse')).toEqual(['cert-manager', 'issuer', 'istio']);
  });

  test('refuses a cert-manager, shows which, and says how it can be used', () => {
    const refused = () => preflight([...unrelated, certManager, definitions], 'c', 'refuse');
    expect(refused).toThrow('cert-manager, version v1.21.2, Helm release certs  namespace tools');
    expect(refused).toThrow(expect.objectContaining({ remedy: expect.stringContaining('--on-existing use') }));
  });

  test('lets a run use it when told', () => {
    expect(preflight([certManager, definitions], 'c', 'use')).toEqual(['issuer', 'istio']);
  });

  test('has no use for definitions without a controller', () => {
    expect(() => preflight([definitions], 'c', 'use')).toThrow(
      'custom resources of cert-manager, without its controller',
    );
  });

  test('never lets a run into a mesh of somebody, and points at verifying it', () => {
    const refused = () => preflight([istiod, cacerts], 'team', 'use');
    expect(refused).toThrow(/Istio, revision default +namespace istio-system\n +Istio's plugged-in CA +secrets istio-/);
    expect(refused).toThrow(
      expect.objectContaining({
        remedy: expect.stringContaining('pca-e2e verify --provider existing --context team'),
      }),
    );
  });

  test('refuses where pods of somebody would get sidecars', () => {
    const injected = sampleObject('namespaces team', { labels: { 'istio-injection': 'enabled' } });
    expect(() => preflight([injected], 'c', 'use')).toThrow('a namespace that asks for sidecars  namespace team');
  });

  test('names the run that is a guest already', () => {
    const ours = sampleObject('namespaces istio-system', { labels: { [runLabel]: 'r1' } });
    expect(() => preflight([istiod, ours], 'c', 'refuse')).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining('`pca-e2e down --run-id r1`') }),
    );
  });
});
