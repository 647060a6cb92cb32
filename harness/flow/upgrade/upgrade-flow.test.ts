import { describe, expect, test } from '@jest/globals';
import { defaultVersions } from '../../artifacts/versions.ts';
import { planFlow } from '../plan-flow.ts';
import { standingRun } from '../testing/standing-run.ts';
import { validateGraph } from '../validate-graph.ts';
import { planUpgrade } from './upgrade.ts';
import { upgradeFlow } from './upgrade-flow.ts';
import type { WantedVersions } from './wanted-versions.ts';

const newer = {
  certManager: { version: defaultVersions.certManager },
  issuer: { version: defaultVersions.issuer },
  istio: { version: defaultVersions.istio },
};

function flowFor(wanted: WantedVersions) {
  const kept = standingRun();
  const upgrade = planUpgrade(kept, wanted);
  const notRead = () => Promise.reject(new Error('the mesh is not looked at for a plan'));
  const work = upgradeFlow(upgrade, notRead, () => undefined);
  const toRun = work.steps.filter(({ id }) => !(id in work.alreadyDone));
  return { ...work, toRun, run: { ...kept.run, options: upgrade.options } };
}

describe('the steps of an upgrade', () => {
  test('come one after the other, in the order that the projects document', () => {
    const { steps, toRun } = flowFor(newer);
    expect(() => validateGraph(steps)).not.toThrow();
    const order = [
      'artifacts',
      'cert-manager',
      'issuer',
      'aws-pca-issuer',
      'istio-ca',
      'istio',
      'bookinfo',
      'pod-chain',
    ];
    expect(toRun.map(({ id }) => id)).toEqual(order);
    const waits = toRun.map(({ needs }, index) => index === 0 || needs.includes(toRun[index - 1]?.id ?? 'network'));
    expect(waits).toEqual(waits.map(() => true));
  });

  test.each([
    ['cert-manager', { certManager: newer.certManager }, ['artifacts', 'cert-manager', 'istio-ca', 'pod-chain']],
    ['the issuer', { issuer: newer.issuer }, ['artifacts', 'issuer', 'aws-pca-issuer', 'istio-ca', 'pod-chain']],
    ['Istio', { istio: newer.istio }, ['artifacts', 'istio-ca', 'istio', 'bookinfo', 'pod-chain']],
  ])('for %s alone leave the others as they are', (_name, wanted, expected) => {
    expect(flowFor(wanted).toRun.map(({ id }) => id)).toEqual(expected);
  });

  test('undo nothing: the run stays', () => {
    expect(flowFor(newer).toRun.filter(({ undo, again }) => undo ?? again)).toEqual([]);
  });

  test('tell beforehand what they do', () => {
    const { run, ...work } = flowFor(newer);
    const actions = planFlow({ run, ...work }).flatMap((step) => step.actions.map(({ what }) => `${step.id}: ${what}`));
    expect(actions).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^cert-manager: helm upgrade cert-manager .*1\.21\.2.*--namespace cert-manager/),
        expect.stringMatching(/^issuer: helm show crds /),
        expect.stringMatching(/^issuer: helm upgrade aws-pca-issuer /),
        expect.stringMatching(/^istio: istioctl install --skip-confirmation /),
        'bookinfo: every Deployment with sidecars of another version',
        'pod-chain: productpage-v1',
      ]),
    );
  });
});
