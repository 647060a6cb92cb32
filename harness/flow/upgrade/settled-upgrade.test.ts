import { describe, expect, test } from '@jest/globals';
import { defaultVersions } from '../../artifacts/versions.ts';
import type { StepId } from '../step-outputs.ts';
import { artifactsOf, olderVersions, standingRun } from '../testing/standing-run.ts';
import { settledUpgrade } from './settled-upgrade.ts';
import { planUpgrade } from './upgrade.ts';
import { upgradeFlow } from './upgrade-flow.ts';

const wanted = {
  certManager: { version: defaultVersions.certManager },
  issuer: { version: defaultVersions.issuer },
  istio: { version: defaultVersions.istio },
};

/** A run after an upgrade of everything that passed these steps, and was cut short in those. */
function settled(passed: readonly StepId[], unfinished: readonly StepId[], before: readonly StepId[] = []) {
  const kept = standingRun(before);
  const upgrade = planUpgrade(kept, wanted);
  const { alreadyDone } = upgradeFlow(
    upgrade,
    () => Promise.reject(new Error('not read')),
    () => undefined,
  );
  const outputs = {
    ...alreadyDone,
    ...Object.fromEntries(passed.map((id) => [id, { namespace: 'upgraded' }])),
    ...(passed.includes('artifacts') ? { artifacts: artifactsOf(defaultVersions) } : {}),
  };
  return settledUpgrade(kept, upgrade, { outputs, unfinished });
}

const installed: readonly StepId[] = ['artifacts', 'cert-manager', 'issuer', 'aws-pca-issuer', 'istio-ca'];
const all: readonly StepId[] = [...installed, 'istio', 'bookinfo', 'pod-chain'];

describe('a run after its upgrade', () => {
  test('has the new versions, and nothing is unfinished', () => {
    const { run, outputs, unfinished } = settled(all, []);
    expect(run.options.versions).toEqual(defaultVersions);
    expect(outputs.artifacts).toEqual(artifactsOf(defaultVersions));
    expect(unfinished).toEqual([]);
  });

  test('has what an earlier one left done, too', () => {
    expect(settled(all, [], ['issuer', 'bookinfo', 'pod-chain']).unfinished).toEqual([]);
  });

  test('that was cut short before anything was touched is as it was', () => {
    const { run, outputs, unfinished } = settled([], ['artifacts']);
    expect(run.options.versions).toEqual(olderVersions);
    expect(outputs).toEqual(standingRun().outputs);
    expect(unfinished).toEqual([]);
  });

  test('that was cut short in a component has its new version, unfinished, and the former ones after it', () => {
    const { run, outputs, unfinished } = settled(['artifacts', 'cert-manager'], ['issuer']);
    const { certManager, issuer } = defaultVersions;
    expect(run.options.versions).toEqual({ ...olderVersions, certManager, issuer });
    expect(outputs.artifacts).toMatchObject({
      tools: { istioctl: 'istioctl 1.30' },
      istioSettings: ['tag=1.30'],
      charts: { issuer: { chart: `issuer ${issuer}` } },
      imagesToLoad: [...artifactsOf(olderVersions).imagesToLoad, ...artifactsOf(defaultVersions).imagesToLoad],
      versions: { ...olderVersions, certManager, issuer },
    });
    expect(unfinished).toEqual(['issuer', 'aws-pca-issuer', 'pod-chain']);
    expect(outputs['pod-chain']).toEqual(standingRun().outputs['pod-chain']);
  });

  test('that was cut short between istiod and its sidecars has sidecars to be renewed', () => {
    expect(settled([...installed, 'istio'], []).unfinished).toEqual(['bookinfo', 'pod-chain']);
  });

  test('of which a check failed is unfinished there', () => {
    const { unfinished, outputs } = settled([...installed, 'istio', 'bookinfo'], ['bookinfo']);
    expect(unfinished).toEqual(['bookinfo', 'pod-chain']);
    expect(outputs.bookinfo).toEqual({ namespace: 'upgraded' });
  });
});
