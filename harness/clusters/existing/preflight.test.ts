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
const somebodys = [sampleObject('deployments team/shop'), sampleObject('namespaces team')];

describe('the preflight', () => {
  test('lets a run install everything where nothing of it is there', () => {
    expect(preflight(somebodys, 'c', { onExisting: 'refuse' })).toMatchObject({
      found: [],
      installs: ['cert-manager', 'issuer', 'istio'],
    });
  });

  test('refuses a cert-manager, shows which, and says how it can be used', () => {
    const refused = () => preflight([...somebodys, certManager, definitions], 'c', { onExisting: 'refuse' });
    expect(refused).toThrow('cert-manager, version v1.21.2, Helm release certs  namespace tools');
    expect(refused).toThrow(expect.objectContaining({ remedy: expect.stringContaining('--on-existing use') }));
  });

  test('lets a run use it when told', () => {
    expect(preflight([certManager, definitions], 'c', { onExisting: 'use' }).installs).toEqual(['issuer', 'istio']);
  });

  test('has no use for definitions without a controller', () => {
    expect(() => preflight([definitions], 'c', { onExisting: 'use' })).toThrow(
      'custom resources of cert-manager, without its controller',
    );
  });

  test('never lets a run into a mesh of somebody, and points at verifying it', () => {
    const refused = () => preflight([istiod, cacerts], 'team', { onExisting: 'use' });
    expect(refused).toThrow(/Istio, revision default +namespace istio-system\n +Istio's plugged-in CA +secrets istio-/);
    expect(refused).toThrow(
      expect.objectContaining({
        remedy: expect.stringContaining('pca-e2e verify --provider existing --context team'),
      }),
    );
  });

  test('refuses where pods of somebody would get sidecars', () => {
    const injected = sampleObject('namespaces team', { labels: { 'istio-injection': 'enabled' } });
    expect(() => preflight([injected], 'c', { onExisting: 'use' })).toThrow(
      'a namespace that asks for sidecars  namespace team',
    );
  });

  test('lets a run replace what its user has agreed to, in whichever columns it was shown', () => {
    const agreed = [
      'Istio, revision default  namespace istio-system',
      "Istio's plugged-in CA secrets istio-system/cacerts",
    ];
    expect(preflight([istiod, cacerts], 'c', { onExisting: 'replace', agreed })).toMatchObject({
      ...{ replaces: true, installs: ['cert-manager', 'issuer', 'istio'] },
    });
  });

  test('never lets it replace what has come since, or what nobody was asked about', () => {
    const agreed = ['Istio, revision default  namespace istio-system'];
    const refused = () => preflight([istiod, cacerts], 'c', { onExisting: 'replace', agreed });
    expect(refused).toThrow(/more than what it was agreed to replace; nothing was changed:\n +Istio's plugged-in CA/);
    expect(() => preflight([istiod], 'c', { onExisting: 'replace' })).toThrow('Istio, revision default');
  });

  test('has nothing replaced where nothing is', () => {
    expect(preflight(somebodys, 'c', { onExisting: 'replace' }).replaces).toBe(false);
  });

  test("never has another run's installation replaced, which goes with that run", () => {
    const ours = sampleObject('namespaces istio-system', { labels: { [runLabel]: 'r1' } });
    expect(() => preflight([istiod, ours], 'c', { onExisting: 'replace', agreed: ['Istio'] })).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining('`pca-e2e down --run-id r1`') }),
    );
  });

  test('names the run that is a guest already', () => {
    const ours = sampleObject('namespaces istio-system', { labels: { [runLabel]: 'r1' } });
    expect(() => preflight([istiod, ours], 'c', { onExisting: 'refuse' })).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining('`pca-e2e down --run-id r1`') }),
    );
  });
});
