import { describe, expect, test } from '@jest/globals';
import { installFlow } from './install-flow.ts';
import { planFlow } from './plan-flow.ts';
import { defaultRunOptions } from './run.ts';

const run = { id: 'r1', folder: '/out', options: { ...defaultRunOptions, caDepth: 3, istioSettings: ['a=b'] } };
const steps = installFlow(() => undefined);
const plan = planFlow({ run, steps, alreadyDone: { network: {} }, toReset: steps.filter(({ id }) => id === 'istio') });
const actionsOf = (id: string) => plan.find((step) => step.id === id)?.actions.map(({ by, what }) => `${by}: ${what}`);

describe('the plan of the install flow', () => {
  test('has every step in order, and of each that changes something what it does', () => {
    expect(plan.map(({ id }) => id)).toEqual(steps.map(({ id }) => id));
    const silent = plan.filter(({ actions }) => actions.length === 0).map(({ id }) => id);
    // What is built or fetched depends on the cache; the network is done already here.
    expect(silent).toEqual(['artifacts', 'network']);
  });

  test('follows the options of the run', () => {
    expect(actionsOf('ca-hierarchy')?.filter((action) => action.includes('CreateCertificateAuthority'))).toHaveLength(
      3,
    );
    expect(actionsOf('istio')?.[0]).toContain('--set a=b');
    expect(actionsOf('cluster')?.[0]).toBe(
      'command: kind create cluster --name pca-e2e-r1 --config /out/kind/cluster.yaml --kubeconfig /out/kubeconfig',
    );
  });

  test('says of a run that is gone on with what is done, and what is run again', () => {
    const states = Object.fromEntries(plan.map(({ id, state }) => [id, state]));
    expect(states).toMatchObject({ network: 'done', istio: 'to run again', bookinfo: 'to run' });
  });
});
